Feature: Pregnancy and breast-feeding
  Medicines are weighed with obstetrics; toxin and elective surgery wait until after delivery.

  @row-pathway.pregnancy @row-steroid.pregnancy @row-pregnancy.obstetrics @row-pregnancy.tests @row-module.acute_in_pregnancy @row-caution.steroid.pregnancy
  Rule: An acute palsy in pregnancy is decided on with obstetrics
    Source: Baugh 2013 leaves it to the two of them; a raised blood pressure is looked for.

    Scenario: The corticosteroid is an option, and obstetrics sees her within the day
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the patient is 31 years old
      And the patient is pregnant
      And the palsy began 1 day ago
      When the plan is drawn up
      Then corticosteroid is offered as an option
      And corticosteroid goes to obstetrics
      And corticosteroid carries a caution about pregnancy
      And specialist referral goes to obstetrics
      And specialist referral is due within 24 hours
      And blood tests is offered
      And the eye is protected
      And the main pathway is A16

    @row-pregnancy.later
    Scenario: In later weeks obstetrics still knows of it
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the patient is 31 years old
      And the patient is pregnant
      And the palsy began 5 weeks ago
      When the plan is drawn up
      Then specialist referral goes to obstetrics

  @row-bar.toxin.pregnancy @row-bar.pregnancy @row-module.pregnancy
  Rule: What is elective waits until after delivery
    Source: no adequate trial; to be confirmed.

    Scenario: Toxin waits, training goes on
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the patient is 31 years old
      And the patient is pregnant
      And the palsy began 2 years ago
      When the plan is drawn up
      Then toxin for synkinesis is not offered because it must wait
      And neuromuscular retraining is offered
      And the plan also follows pregnancy

    Scenario: So does a muscle transfer
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the patient is 31 years old
      And the patient is pregnant
      And the palsy began 4 years ago
      When the plan is drawn up
      Then no muscle transfer is offered because it must wait

    @row-bar.pregnancy.cut
    Scenario: A nerve known to be cut is grafted all the same
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the nerve was cut through
      And the proximal stump is usable
      And the patient is 31 years old
      And the patient is pregnant
      And the palsy began 10 days ago
      When the plan is drawn up
      Then nerve graft is offered
      And static sling is not offered because it must wait

  @row-flag.pregnancy.young @row-flag.pregnancy.old @row-caution.toxin.pregnancy @row-caution.mri.pregnancy
  Rule: A pregnancy that can hardly be is pointed out, and bars nothing
    Source: our own; for review.

    @boundary
    Scenario Outline: The ages between which it is believed
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the patient is <age> years old
      And the patient is pregnant
      And the palsy began 2 years ago
      When the plan is drawn up
      Then toxin for synkinesis is <toxin>
      And the plan <points> pregnancy

      Examples:
        | age | toxin                            | points             |
        | 9   | offered                          | points out         |
        | 10  | not offered because it must wait | does not point out |
        | 60  | not offered because it must wait | does not point out |
        | 61  | offered                          | points out         |

    Scenario: Toxin that is still offered says so, and so does imaging
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no movement has come back
      And the patient is 9 years old
      And the patient is pregnant
      And the palsy began 7 months ago
      When the plan is drawn up
      Then toxin for symmetry carries a caution about pregnancy
      And MRI of the facial nerve carries a caution about pregnancy

    @row-caution.toxin.lactation
    Scenario: Breast-feeding at seventy is no bar either, and is said
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the patient is 70 years old
      And breast-feeding
      And the palsy began 2 years ago
      When the plan is drawn up
      Then toxin for synkinesis is offered
      And toxin for synkinesis carries a caution about breast-feeding

  @row-caution.medicine.lactation
  Rule: Breast-feeding is thought of when a medicine is chosen
    Source: clinical practice; to be confirmed.

    Scenario: It is said, and nothing is withheld
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is Bell's palsy
      And breast-feeding
      And the palsy began 1 day ago
      When the plan is drawn up
      Then corticosteroid is offered
      And corticosteroid carries a caution about breast-feeding

  @row-caution.steroid.pregnancy.young @row-caution.steroid.pregnancy.old
  Rule: Pregnancy at an age that speaks against it is checked before a medicine is chosen
    Source: clinical practice; to be confirmed.

    Scenario Outline: The contradiction is said beside the medicine
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the patient is <age> years old
      And the patient is pregnant
      And the palsy began 5 hours ago
      When the plan is drawn up
      Then corticosteroid carries a caution about pregnancy

      Examples:
        | age |
        | 8   |
        | 75  |
