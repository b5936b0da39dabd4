Feature: Slings, flaps and lid weights
  What is static works at once and asks little: it holds up the mouth and closes the eye, but it does not smile.

  @seed
  @row-sling.chosen @row-bar.fitness.long @row-pathway.static_first
  Rule: Who is not fit for a long operation, or does not want one, is offered what is static
    Source: Shokri 2020; Sohrab 2015 for the eyelid. Age alone is no reason.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 3 years ago
      And a tumour has been excluded
      And no sign of a tumour

    Scenario: A frail patient is offered a sling and a lid weight
      Given the patient is not fit for a long operation
      When the plan is drawn up
      Then static sling is offered in the restore stage
      And upper eyelid weight is offered
      And free gracilis muscle transfer is not offered
      And the eye is protected
      And the main pathway is A20

    Scenario: Age alone takes nothing away
      Given the patient is 78 years old
      And the patient is fit for surgery
      And all donor nerves are intact
      When the plan is drawn up
      Then free gracilis muscle transfer is offered

    Scenario: What a patient declines is shown as declined and not hidden
      Given the patient is fit for surgery
      And all donor nerves are intact
      And the patient declines free gracilis muscle transfer
      When the plan is drawn up
      Then free gracilis muscle transfer is not offered because the patient declined it

  @row-sling.chosen @row-sling.chosen.cut @row-flap.frail @row-eye.weight.chosen @row-muscle.temporalis.cut.frail @row-bar.frail @row-pathway.static_first
  Rule: What works at once comes first for whom the road is short
    Source: Shokri 2020; two years of life are our own limit, for review.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And no movement has come back

    @boundary @row-sling.mouth.cut
    Scenario Outline: A mouth that leaks is held at once when the nerve is lost
      Given <mouth>
      And the palsy began <time> ago
      When the plan is drawn up
      Then static sling is <fate>

      Examples:
        | mouth                | time     | fate                        |
        | oral incompetence    | 72 hours | not offered                 |
        | oral incompetence    | 73 hours | offered as a recommendation |
        | oral incompetence    | 181 days | offered as a recommendation |
        | no oral incompetence | 4 months | not offered                 |

    @boundary
    Scenario Outline: Two years of life
      Given the life expectancy is <months> months
      And the palsy began 9 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is <nerve>
      And static sling is <sling>

      Examples:
        | months | nerve                                | sling                        |
        | 23     | not offered because it is not indicated | offered in the restore stage |
        | 24     | offered                              | held                         |
        | 25     | offered                              | held                         |

    Scenario: A lost nerve in a frail patient is answered with sling, weight and, if wished, one small muscle
      Given the patient is not fit for a long operation
      And the eye does not close completely
      And the palsy began 4 months ago
      When the plan is drawn up
      Then static sling is offered in the restore stage
      And upper eyelid weight is offered
      And temporalis muscle transfer is offered as an option
      And masseteric nerve transfer is not offered

    Scenario: After a year the skin and cheek may be lifted as well
      Given the patient wants little treatment
      And the eye does not close completely
      And the palsy began 2 years ago
      When the plan is drawn up
      Then upper eyelid weight is offered in the restore stage
      And flap is offered in the refine stage

  @row-bar.fitness.none @row-caution.eye.unfit @row-caution.emg.unfit
  Rule: Unfit for any operation leaves what needs none
    Source: clinical practice; to be confirmed.

    Scenario: Eye care, therapy and toxin stay, a lid weight under local anaesthesia
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the eye does not close completely
      And the patient is not fit for any operation
      And the palsy began 3 years ago
      When the plan is drawn up
      Then no surgery is offered
      And static sling is not offered because it is contraindicated
      And upper eyelid weight carries a caution about fitness for surgery
      And toxin for symmetry is offered
      And the eye is protected

    Scenario: A test of the nerve is left out where it would change nothing
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the patient is not fit for any operation
      And the palsy began 9 months ago
      When the plan is drawn up
      Then EMG carries a caution about fitness for surgery

  @row-bar.frail.uncut
  Rule: A whole nerve in a frail patient is not operated on
    Source: clinical practice; to be confirmed.

    Scenario: Neither graft nor transfer
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the patient is not fit for a long operation
      And a tumour has been excluded
      And the palsy began 8 months ago
      When the plan is drawn up
      Then nerve graft is not offered because it is not indicated
      And masseteric nerve transfer is not offered because it is not indicated

  @row-caution.sling.radiotherapy @row-caution.sling.infection @row-caution.surgery.bleeding @row-caution.surgery.wish
  Rule: What may spoil a sling is said
    Source: clinical practice; to be confirmed.

    Scenario Outline: Each caution stands with the sling
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the patient is not fit for a long operation
      And <finding>
      And the palsy began 3 years ago
      When the plan is drawn up
      Then static sling is offered
      And static sling carries a caution about <named>

      Examples:
        | finding                          | named                            |
        | earlier radiotherapy of the neck | earlier radiotherapy of the neck |
        | untreated infection              | untreated infection              |
        | anticoagulant                    | anticoagulant                    |
        | the patient wants no surgery     | goals                            |
        | smoking                          | smoking                          |

  @row-sling.wish @row-sling.wish.cut @row-eye.weight.wish @row-eye.weight.wish.cut @row-eye.lower_lid.wish
  Rule: No surgery is a goal and not a refusal: what could be done is named, and not recommended
    Source: clinical practice; to be confirmed.

    Scenario Outline: An operation is an option for the conversation
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And lower lid: ectropion
      And the patient wants no surgery
      And the palsy began <time>
      When the plan is drawn up
      Then <operation> is offered as an option
      And <operation> carries a caution about goals

      Examples:
        | grade | time         | operation              |
        | V     | 3 weeks ago  | upper eyelid weight    |
        | VI    | 9 months ago | upper eyelid weight    |
        | IV    | 4 months ago | static sling           |
        | VI    | 9 months ago | static sling           |
        | III   | 2 years ago  | lower eyelid tightening |
