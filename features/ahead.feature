Feature: What lies ahead
  A plan says until when each door stays open, when to look again, and what would change if the grade were read one step
  otherwise. All of it holds if nothing else changes.

  Rule: Doors have dates
    Source: the public contract, horizon; the limits are those of the tables.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And the patient is fit for surgery

    Scenario: The nerve until eighteen months, the muscle from then on
      Given the palsy began 500 days ago
      When the plan is drawn up
      Then the door to masseteric nerve transfer closes on 11 January 2027
      And the door to hypoglossal nerve transfer closes on 11 January 2027

    Scenario: A door that is closed has no date any more
      Given the palsy began 3 years ago
      When the plan is drawn up
      Then masseteric nerve transfer is not offered because its window has closed

    Scenario: The cross-face graft closes first
      Given the palsy began 5 months ago
      When the plan is drawn up
      Then the door to cross-face nerve graft closes on 24 December 2026

  Rule: Toxin comes back after twelve weeks
    Source: product labels.

    Scenario: The day of the next injection is named
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 20 months ago
      And earlier treatments
        | treatment                      | response | cycles | last given  |
        | botulinum toxin for synkinesis | good     | 1      | 30 days ago |
      When the plan is drawn up
      Then toxin for synkinesis is not offered before 16 January 2027
      And the door to toxin for synkinesis opens on 16 January 2027

  @row-flag.old.acute @row-flag.old.first_year @row-flag.old.later
  Rule: An assessment grows old, faster in a young palsy
    Source: our own, for review: three weeks in the first three months, three months in the first year, a year later on.

    Scenario Outline: Until when a plan is fresh
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the palsy began <time> ago
      When the plan is drawn up
      Then the plan is old after <day>

      Examples:
        | time     | day              |
        | 10 days  | 14 December 2026 |
        | 89 days  | 14 December 2026 |
        | 90 days  | 21 February 2027 |
        | 364 days | 21 February 2027 |
        | 365 days | 23 November 2027 |

    Scenario Outline: In the first days the patient is seen again within three days, then within a week
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the palsy began <time> ago
      When the plan is drawn up
      Then the patient is seen again by <day>

      Examples:
        | time     | day              |
        | 3 hours  | 26 November 2026 |
        | 72 hours | 26 November 2026 |
        | 73 hours | 30 November 2026 |

    @boundary @line
    Scenario Outline: A late post is planned as of its receipt, and says so
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the eye closes fully and is calm
      And the palsy began <time> ago
      And the patient was assessed <age> ago
      When the plan is drawn up
      Then the plan <says> "The assessment is more than"

      Examples:
        | time     | age      | says         |
        | 10 days  | 20 days  | does not say |
        | 10 days  | 21 days  | says         |
        | 10 days  | 22 days  | says         |
        | 100 days | 89 days  | does not say |
        | 100 days | 90 days  | says         |
        | 100 days | 91 days  | says         |
        | 400 days | 364 days | does not say |
        | 400 days | 365 days | says         |
        | 400 days | 366 days | says         |

  Rule: One grade up or down is shown
    Source: House 1985: two observers differ by one grade often enough.

    Scenario: With a grade more, the plan would be another
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And a tumour has been excluded
      And no movement has come back
      And all donor nerves are intact
      And the palsy began 8 months ago
      When the plan is drawn up
      Then if House-Brackmann grade were V, masseteric nerve transfer would be offered

    Scenario: With a grade less, the eye might close
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the palsy began 2 months ago
      When the plan is drawn up
      Then if House-Brackmann grade were III, eye protection would no longer be offered

  Rule: A question says what its answer would change
    Source: the public contract, questions.

    Scenario: What could be added and what could be lost
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 14 months ago
      When the plan is drawn up
      Then an answer about toxin allergy could take toxin for synkinesis away
      And an answer about parotid mass could add tumour work-up
      And an answer about oral incompetence could add speech therapy

    Scenario: What was answered is not asked again
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And no toxin allergy
      And no parotid mass
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan does not ask about toxin allergy
      And the plan does not ask about parotid mass

  Rule: What the patient declines is shown, and what life or sight hang on is still offered
    Source: the public contract, refusals.

    Scenario Outline: Declined, and why it is not there
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 14 months ago
      And the patient declines <declined>
      When the plan is drawn up
      Then <declined> is not offered because the patient declined it

      Examples:
        | declined                  |
        | toxin for synkinesis      |
        | neuromuscular retraining  |
        | botulinum toxin           |

    Scenario: A stroke is not declined away
      Given a patient with House-Brackmann grade III
      And the forehead is spared
      And the palsy began 2 hours ago
      And the patient declines stroke pathway
      When the plan is drawn up
      Then the plan begins with stroke pathway
      And stroke pathway carries a caution about declined by the patient
