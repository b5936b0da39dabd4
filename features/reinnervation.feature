Feature: The flaccid face
  A nerve can drive the face's own muscles only while these live. Until then a nerve is grafted or borrowed; after that
  a muscle must be brought.

  @seed
  Rule: Before the window closes the nerve is restored, after it a muscle is transferred
    Source: Jowett 2015; Wang 2014 for the masseteric nerve; Socolovsky 2016 for the second year.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And all donor nerves are intact
      And the patient is fit for surgery

    Scenario: With a usable stump the nerve is grafted, not borrowed
      Given the proximal stump is usable
      And the palsy began 2 months ago
      When the plan is drawn up
      Then nerve graft is offered in the restore stage
      And masseteric nerve transfer is not offered
      And the eye is protected

    Scenario: Without a stump a nerve is borrowed, and trained afterwards
      Given the proximal stump is not usable
      And the palsy began 8 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is offered in the restore stage
      And masseteric nerve transfer is offered together with eye protection
      And neuromuscular retraining is offered after masseteric nerve transfer
      And gracilis muscle transfer is held until "no movement 12 months after a nerve transfer"
      And if nothing else changes, masseteric nerve transfer closes on 24 September 2027

    @boundary
    Scenario Outline: From a year on, a borrowed nerve needs a back-up
      Given the proximal stump is not usable
      And the palsy began <time> ago
      When the plan is drawn up
      Then masseteric nerve transfer has <backup> as its back-up

      Examples:
        | time     | backup                    |
        | 364 days | nothing                   |
        | 365 days | gracilis muscle transfer  |
        | 366 days | gracilis muscle transfer  |

    @boundary
    Scenario Outline: From eighteen months on, a borrowed nerve needs proof of living muscle
      Given the proximal stump is not usable
      And the electromyography is <muscle>
      And the palsy began <time> ago
      When the plan is drawn up
      Then masseteric nerve transfer is <transfer>

      Examples:
        | time     | muscle            | transfer                       |
        | 547 days | not assessed      | offered as an option           |
        | 548 days | not assessed      | not offered                    |
        | 549 days | not assessed      | not offered                    |
        | 548 days | fibrillation only | offered as a specialist option |
        | 548 days | silent            | not offered                    |

    @boundary
    Scenario Outline: After two years a muscle is brought
      Given the proximal stump is not usable
      And the electromyography is fibrillation only
      And the palsy began <time> ago
      When the plan is drawn up
      Then masseteric nerve transfer is <transfer>
      And gracilis muscle transfer is offered in the restore stage

      Examples:
        | time      | transfer                                  |
        | 730 days  | offered in the restore stage              |
        | 24 months | offered in the restore stage              |
        | 731 days  | not offered because its window has closed |
        | 732 days  | not offered because its window has closed |

    Scenario: After two years a cross-face graft only prepares for a muscle
      Given the palsy began 3 years ago
      When the plan is drawn up
      Then cross-face nerve graft is offered as part of gracilis muscle transfer

  Rule: A nerve that may still recover is left alone
    Source: Rivas 2011; half a year of observation is clinical practice, to be confirmed.

    @boundary
    Scenario Outline: Bell's palsy is given half a year
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And no sign of a tumour
      And a tumour has been excluded
      And all donor nerves are intact
      And the palsy began <time> ago
      When the plan is drawn up
      Then masseteric nerve transfer is <transfer>

      Examples:
        | time     | transfer    |
        | 181 days | not offered |
        | 182 days | offered     |
        | 183 days | offered     |

  Rule: The nerve that is borrowed must be whole
    Source: clinical practice; to be confirmed.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And the palsy began 8 months ago

    Scenario: Weak chewing muscles lend no nerve
      Given the chewing muscles are impaired
      When the plan is drawn up
      Then masseteric nerve transfer is not offered because it is contraindicated
      And masseteric nerve transfer is not offered because of chewing muscles (V)
      And hypoglossal nerve transfer is offered

    Scenario: Weak swallowing leaves the tongue its nerve
      Given the swallowing nerves (IX, X) are impaired
      When the plan is drawn up
      Then hypoglossal nerve transfer is not offered because it is contraindicated
      And masseteric nerve transfer is offered
