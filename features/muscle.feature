Feature: Muscle that is brought
  Once the face's own muscle is lost, a muscle from the thigh or the temple moves the mouth, or a sling holds it.

  @row-pathway.flaccid_late @row-muscle.gracilis.late @row-muscle.temporalis.late @row-companion.gracilis.retraining @row-companion.temporalis.retraining @row-muscle.cross_face.first_stage @row-companion.cross_face.retraining @row-bar.window.closed
  Rule: After two years a muscle is brought, and trained
    Source: Bae 2006; Leeah 2021 for the old.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And a tumour has been excluded
      And all donor nerves are intact
      And the patient is fit for surgery
      And the palsy began 4 years ago

    Scenario: A free muscle first, the temporalis as the smaller way
      When the plan is drawn up
      Then gracilis muscle transfer is offered as a recommendation
      And gracilis muscle transfer has temporalis muscle transfer as its back-up
      And temporalis muscle transfer is offered as an option
      And neuromuscular retraining is offered after gracilis muscle transfer
      And masseteric nerve transfer is not offered because its window has closed
      And the main pathway is A14

    Scenario: Sixty or seventy-five, the choice is the same
      Given the patient is 75 years old
      When the plan is drawn up
      Then gracilis muscle transfer is offered as a recommendation

    @row-caution.muscle.smoking @row-caution.muscle.neck @row-caution.muscle.thrombophilia @row-caution.muscle.planned_radiotherapy
    Scenario Outline: What endangers a free muscle is said
      Given <finding>
      When the plan is drawn up
      Then gracilis muscle transfer is offered
      And gracilis muscle transfer carries a caution about <finding>

      Examples:
        | finding                           |
        | smoking                           |
        | earlier radiotherapy of the neck  |
        | thrombophilia                     |
        | radiotherapy planned              |

    @row-bar.vessels @row-bar.fitness.long
    Scenario Outline: What rules it out leaves the temporalis
      Given <finding>
      When the plan is drawn up
      Then gracilis muscle transfer is not offered because it is contraindicated
      And temporalis muscle transfer is offered

      Examples:
        | finding                                       |
        | no vessels for a free muscle                  |
        | the patient is not fit for a long operation   |

    @row-bar.donor.masseter @row-muscle.gracilis.cross_face
    Scenario: Weak chewing leaves the cross-face way to the muscle
      Given the chewing muscles are impaired
      When the plan is drawn up
      Then temporalis muscle transfer is not offered because it is contraindicated
      And gracilis muscle transfer is offered as an option
      And gracilis muscle transfer is offered together with cross-face nerve graft

    @row-muscle.gracilis.accessory
    Scenario: With both lost, the shoulder nerve may drive it
      Given the chewing muscles are impaired
      And no other side normal
      When the plan is drawn up
      Then gracilis muscle transfer is offered as a specialist option
      And cross-face nerve graft is not offered because it is contraindicated

  Rule: Where no nerve can revive the face the muscle does not wait
    Source: Bae 2006; clinical practice, to be confirmed.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 9 months ago
      And the electromyography is silent
      And the chewing muscles are impaired

    @row-muscle.gracilis.cross_face.no_nerve @row-muscle.cross_face.first_stage.no_nerve
    Scenario: A silent face with weak chewing is powered from the other side
      When the plan is drawn up
      Then gracilis muscle transfer is offered as an option
      And gracilis muscle transfer is offered together with cross-face nerve graft
      And cross-face nerve graft is offered as an option

    @row-muscle.gracilis.accessory.no_nerve
    Scenario: A silent face with weak chewing and no healthy other side
      Given no other side normal
      When the plan is drawn up
      Then gracilis muscle transfer is offered as a specialist option
      And cross-face nerve graft is not offered because it is contraindicated

  @row-muscle.gracilis.held @row-sling.held
  Rule: Before that it is held, and what opens it is said
    Source: Jowett 2015; clinical practice, to be confirmed.

    Scenario: At eight months the muscle waits
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 8 months ago
      When the plan is drawn up
      Then gracilis muscle transfer is held until "electromyography finds no living muscle"
      And gracilis muscle transfer is held until "18 months have passed without reinnervation"
      And static sling is held until "the mouth leaks or droops"

  @row-muscle.gracilis.nerve_failed @row-muscle.temporalis.nerve_failed @row-bar.tried.masseteric @row-muscle.temporalis.grey
  Rule: A transfer that brought nothing is followed by a muscle
    Source: clinical practice; to be confirmed.

    Scenario: A masseteric transfer without movement
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And all donor nerves are intact
      And the patient is fit for surgery
      And the palsy began 17 months ago
      And earlier treatments
        | treatment                 | response   | started      |
        | masseteric nerve transfer | no benefit | 400 days ago |
      When the plan is drawn up
      Then masseteric nerve transfer is not offered because it was tried without benefit
      And gracilis muscle transfer is offered as a recommendation
      And temporalis muscle transfer is offered as an option

  @row-bar.done.nerve @row-bar.done.nerve.muscle @row-watch.reinnervated @row-retraining.after_surgery @row-emg.awaited
  Rule: A transfer that is under way is given its time
    Source: clinical practice; to be confirmed.

    Scenario: Four months after a transfer it is trained and watched
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And all donor nerves are intact
      And the palsy began 10 months ago
      And earlier treatments
        | treatment                 | response | started      |
        | masseteric nerve transfer | ongoing  | 120 days ago |
      When the plan is drawn up
      Then masseteric nerve transfer is not offered because it is too early
      And gracilis muscle transfer is not offered because it is too early
      And neuromuscular retraining is offered
      And observation is offered
      And EMG is offered as an option

    @row-bar.done.nerve.recent @row-watch.reinnervated.recent
    Scenario: A late transfer has its own year, however long the face has been weak
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 20 months ago
      And earlier treatments
        | treatment                 | response | started      |
        | masseteric nerve transfer | ongoing  | 120 days ago |
      When the plan is drawn up
      Then gracilis muscle transfer is not offered because it is too early
      And observation is offered

    @row-bar.done.nerve.past
    Scenario Outline: After fifteen months it is no longer awaited, and not done again
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And a tumour has been excluded
      And all donor nerves are intact
      And the palsy began 20 months ago
      And earlier treatments
        | treatment                   | response | started   |
        | hypoglossal nerve transfer  | partial  | <started> |
      When the plan is drawn up
      Then hypoglossal nerve transfer is not offered because it is <reason>
      And gracilis muscle transfer is offered
      And cross-face nerve graft is offered as an option

      Examples:
        | started      | reason        |
        | 455 days ago | too early     |
        | 456 days ago | not indicated |
        | 457 days ago | not indicated |

    Scenario: A transfer whose day is not known is watched until eighteen months from onset
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 10 months ago
      And earlier treatments
        | treatment                 | response |
        | masseteric nerve transfer | ongoing  |
      When the plan is drawn up
      Then observation is offered

    Scenario: A sling beside it does not end the watching
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no movement has come back
      And a tumour has been excluded
      And all donor nerves are intact
      And the palsy began 13 months ago
      And earlier treatments
        | treatment                 | response | started      |
        | masseteric nerve transfer | ongoing  | 200 days ago |
      When the plan is drawn up
      Then static sling is offered as an option
      And observation is offered

  @row-bar.done.muscle @row-retraining.muscle_standing @row-flag.reanimated
  Rule: A face that was reanimated is trained, and graded otherwise
    Source: Fattah 2015: the grade was not made for a reanimated face.

    Scenario: A gracilis that moves
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 6 years ago
      And earlier treatments
        | treatment                   | response |
        | free gracilis muscle transfer | good   |
      When the plan is drawn up
      Then no muscle transfer is offered because it is not indicated
      And neuromuscular retraining is offered
      And the plan says "eFACE or Sunnybrook"

  @row-caution.muscle.surveillance
  Rule: After cancer a free muscle is weighed against watching for its return
    Source: clinical practice; to be confirmed.

    Scenario: A tumour that was cleared a year and a half ago
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the patient is fit for surgery
      And all donor nerves are intact
      And the palsy began 19 months ago
      When the plan is drawn up
      Then gracilis muscle transfer is offered
      And gracilis muscle transfer carries a caution about tumour question
