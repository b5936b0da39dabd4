Feature: Medicines of the first days
  A corticosteroid helps within three days, and only there.

  Rule: A corticosteroid within 72 hours
    Source: Baugh 2013, a strong recommendation; Madhok 2016 (Cochrane).

    Background:
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the patient is 45 years old
      And the cause is Bell's palsy
      And no sign of a stroke
      And no sign of a tumour
      And no ear disease and no vesicles
      And the left side is weak
      And no reason against a corticosteroid

    @boundary
    Scenario Outline: The last hour of the window
      Given the palsy began <time> ago
      When the plan is drawn up
      Then corticosteroid is <offered>

      Examples:
        | time     | offered                              |
        | 71 hours | offered as a strong recommendation   |
        | 72 hours | offered as a strong recommendation   |
        | 73 hours | offered as a specialist option       |
        | 8 days   | not offered                          |

    Scenario: The antiviral never comes alone
      Given the palsy began 1 day ago
      And corticosteroid allergy
      When the plan is drawn up
      Then corticosteroid is not offered because it is contraindicated
      And antiviral is not offered

    Scenario: Diabetes is no bar, but it is said
      Given the palsy began 1 day ago
      And the patient has diabetes
      When the plan is drawn up
      Then corticosteroid is offered
      And corticosteroid carries a caution about diabetes

    Scenario: In a child it is no strong recommendation
      Given the palsy began 1 day ago
      And the patient is 9 years old
      When the plan is drawn up
      Then corticosteroid is offered as an option
