Feature: The flaccid face
  A nerve can drive the face's own muscles only while these live. Until then a nerve is grafted or borrowed; after that
  a muscle must be brought.

  @seed
  @row-nerve.graft.cut @row-nerve.masseteric.no_stump @row-nerve.masseteric.second_year @row-nerve.masseteric.grey @row-bar.window.closed @row-muscle.cross_face.first_stage @row-companion.masseteric.retraining @row-companion.nerve.eye
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

  @row-bar.early.bells @row-nerve.masseteric.flaccid
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

    Scenario: A nerve recorded as cut is not waited for, whatever the palsy was called
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And the nerve was cut through
      And the proximal stump is usable
      And the palsy began 60 days ago
      When the plan is drawn up
      Then nerve graft is offered
      And the plan points out cause and continuity of the nerve

  @row-bar.donor.masseter @row-bar.donor.lower
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

  @row-bar.donor.hypoglossal @row-bar.donor.named @row-bar.donor.twelfth @row-bar.donor.nf2 @row-bar.donor.other_side
  Rule: Each donor has its own bar, and the others stay
    Source: clinical practice; to be confirmed. Tongue and swallowing together are never risked.

    Scenario Outline: What closes one donor
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And <finding>
      And the palsy began 5 months ago
      When the plan is drawn up
      Then <closed> is not offered because it is contraindicated
      And <open> is offered

      Examples:
        | finding                            | closed                     | open                       |
        | the tongue nerve (XII) is impaired | hypoglossal nerve transfer | masseteric nerve transfer  |
        | other cranial nerves affected: IX  | hypoglossal nerve transfer | masseteric nerve transfer  |
        | other cranial nerves affected: XII | hypoglossal nerve transfer | masseteric nerve transfer  |
        | neurofibromatosis type 2           | hypoglossal nerve transfer | masseteric nerve transfer  |
        | no other side normal               | cross-face nerve graft     | masseteric nerve transfer  |

    @row-caution.hypoglossal.tongue @row-caution.hypoglossal.swallowing
    Scenario Outline: Who needs the tongue is told what it costs
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And <finding>
      And the palsy began 5 months ago
      When the plan is drawn up
      Then hypoglossal nerve transfer carries a caution about <named>

      Examples:
        | finding                          | named              |
        | the patient wants clearer speech | goals              |
        | trouble swallowing               | trouble swallowing |

    Scenario: Donors that nobody examined are asked for
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And the palsy began 5 months ago
      When the plan is drawn up
      Then chewing muscles (V) must be confirmed before masseteric nerve transfer
      And tongue nerve (XII) and swallowing nerves (IX, X) must be confirmed before hypoglossal nerve transfer

  @row-nerve.cross_face.alone @row-nerve.masseteric.no_stump @row-nerve.hypoglossal.no_stump
  Rule: A cross-face graft reaches living muscle by itself only in the first half year
    Source: clinical practice; to be confirmed.

    @boundary
    Scenario Outline: Half a year for a graft that must cross the face
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And the palsy began <time> ago
      When the plan is drawn up
      Then cross-face nerve graft is <fate>
      And masseteric nerve transfer is offered as a recommendation
      And hypoglossal nerve transfer is offered as an option

      Examples:
        | time     | fate                           |
        | 181 days | offered as a specialist option |
        | 182 days | not offered                    |
        | 183 days | not offered                    |

  @row-nerve.masseteric.flaccid @row-nerve.hypoglossal.flaccid @row-nerve.graft.flaccid @row-nerve.masseteric.held @row-emg.early @row-emg.decide @row-refer.flaccid @row-pathway.flaccid_open @row-pathway.flaccid_waiting @row-watch.half_year
  Rule: A nerve that was never cut is replaced only when it has not come back
    Source: Rivas 2011; Albathi 2016. The test comes before the knife.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And a tumour has been excluded
      And no movement has come back
      And all donor nerves are intact

    Scenario: At four months everything is prepared, and the transfer held
      Given the cause is not known
      And the palsy began 4 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is held until "no movement by six months from onset"
      And observation is offered until 23 January 2027
      And EMG is offered
      And specialist referral goes to the facial nerve surgeon
      And the main pathway is A13

    Scenario: At eight months nerves can be borrowed, after an EMG
      Given the palsy began 8 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is offered as a recommendation
      And hypoglossal nerve transfer is offered as an option
      And EMG is offered as a strong recommendation
      And observation is not offered

    @row-watch.reinnervating @row-emg.repeat
    Scenario: An EMG that shows new units means waiting
      Given the electromyography is reinnervation potentials
      And the palsy began 8 months ago
      When the plan is drawn up
      Then no nerve surgery is offered
      And observation is offered
      And EMG is offered as an option

    @row-caution.transfer.units
    Scenario: After a year units do not forbid a transfer, and are weighed first
      Given the electromyography is voluntary motor units present
      And the palsy began 14 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is offered as an option
      And masseteric nerve transfer carries a caution about electromyography
      And EMG is offered as an option

    @row-watch.recovering @row-bar.early.recovering @row-flag.regrade.recovering
    Scenario: Movement that has begun means waiting, and a better grade
      Given the face is recovering
      And the palsy began 8 months ago
      When the plan is drawn up
      Then no nerve surgery is offered
      And observation is offered
      And the plan points out House-Brackmann grade and recovering

    @row-emg.early.discarded @row-flag.emg_early
    Scenario: An EMG from the first days proves nothing
      Given the electromyography is fibrillation only
      And the date of the EMG is 26 days ago
      And the palsy began 5 weeks ago
      When the plan is drawn up
      Then EMG is offered
      And the plan points out electromyography

    @row-emg.silent_early @boundary
    Scenario Outline: Silence in the first half year is looked at again, and nothing is given up for it
      Given the electromyography is silent
      And the cause is operation near the nerve
      And the nerve was cut through
      And the proximal stump is usable
      And the patient is fit for surgery
      And the palsy began <time> ago
      When the plan is drawn up
      Then EMG is <test>
      And nerve graft is <graft>

      Examples:
        | time     | test                 | graft                                        |
        | 181 days | offered as an option | offered                                      |
        | 182 days | not offered          | not offered because it is contraindicated    |

    @row-bar.muscle.silent @row-muscle.gracilis.silent @row-muscle.temporalis.silent
    Scenario: Muscle that is silent takes no nerve
      Given the electromyography is silent
      And the patient is fit for surgery
      And the palsy began 8 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is not offered because it is contraindicated
      And gracilis muscle transfer is offered as a recommendation
      And temporalis muscle transfer is offered as an option

  @row-bar.early.bells @row-watch.half_year.moving
  Rule: What is given time is told until when
    Source: clinical practice; to be confirmed.

    Scenario: The date on which the door opens is in the plan
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And a tumour has been excluded
      And no movement has come back
      And all donor nerves are intact
      And the palsy began 100 days ago
      When the plan is drawn up
      Then masseteric nerve transfer is not offered before 14 February 2027
      And the door to masseteric nerve transfer opens on 14 February 2027

    Scenario: A face that moves may simply be watched for half a year
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the palsy began 4 months ago
      When the plan is drawn up
      Then observation is offered as an option
      And neuromuscular retraining is offered

  @row-nerve.masseteric.second_year @row-nerve.hypoglossal.second_year @row-nerve.graft.cut.second_year @row-companion.nerve.muscle_test @row-muscle.gracilis.second_year @row-nerve.graft.flaccid.second_year
  Rule: In the second year nerve and muscle stand side by side
    Source: Jowett 2015; Wang 2014.

    Scenario: The nerve needs a test and a back-up, the muscle is an option
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And the patient is fit for surgery
      And the palsy began 14 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is offered as an option
      And hypoglossal nerve transfer is offered as an option
      And EMG is offered as a strong recommendation
      And gracilis muscle transfer is offered as an option

    Scenario: A stump can still be grafted
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is usable
      And the palsy began 14 months ago
      When the plan is drawn up
      Then nerve graft is offered as an option
      And nerve graft has gracilis muscle transfer as its back-up

    Scenario: Where nobody knows whether the nerve is whole, a graft is a specialist's thought
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no movement has come back
      And a tumour has been excluded
      And the palsy began 14 months ago
      When the plan is drawn up
      Then nerve graft is offered as a specialist option
      And nerve graft is only offered if continuity of the nerve is confirmed

  @row-nerve.masseteric.grey @row-nerve.hypoglossal.grey @row-nerve.graft.cut.grey @row-muscle.gracilis.grey @row-muscle.temporalis.viable
  Rule: Between eighteen months and two years only proven muscle takes a nerve
    Source: Socolovsky 2016.

    Scenario: Proven muscle keeps each nerve open, with a muscle beside it
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is usable
      And all donor nerves are intact
      And the patient is fit for surgery
      And the electromyography is fibrillation only
      And the palsy began 20 months ago
      When the plan is drawn up
      Then nerve graft is offered as a specialist option
      And masseteric nerve transfer is offered as a specialist option
      And hypoglossal nerve transfer is offered as a specialist option
      And gracilis muscle transfer is offered as a recommendation
      And temporalis muscle transfer is offered as an option

  Rule: A weak masseter leaves the temporalis no way back
    Source: Socolovsky 2016; clinical practice, to be confirmed.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no movement has come back
      And a tumour has been excluded
      And the chewing muscles are impaired
      And the electromyography is fibrillation only

    @row-nerve.graft.cut.second_year.weak_masseter @row-nerve.graft.cut.grey.weak_masseter @row-nerve.hypoglossal.second_year.weak_masseter @row-nerve.hypoglossal.grey.weak_masseter
    Scenario Outline: Past a year another muscle or a sling stands behind the nerve
      Given the nerve was cut through
      And the proximal stump is usable
      And the palsy began <time> ago
      When the plan is drawn up
      Then nerve graft is offered as <graft>
      And nerve graft has free gracilis muscle transfer as its back-up
      And nerve graft has static sling as its back-up
      And hypoglossal nerve transfer is offered as <transfer>
      And hypoglossal nerve transfer has static sling as its back-up
      And temporalis muscle transfer is not offered because it is contraindicated

      Examples:
        | time      | graft               | transfer            |
        | 14 months | an option           | an option           |
        | 20 months | a specialist option | a specialist option |

    @row-nerve.graft.flaccid.second_year.weak_masseter
    Scenario: So for a nerve that may prove to be cut
      Given the palsy began 14 months ago
      When the plan is drawn up
      Then nerve graft is offered as a specialist option
      And nerve graft has static sling as its back-up

  @row-nerve.masseteric.paretic @row-flag.nerve.grade @row-companion.nerve.eye.mild
  Rule: A moving face is seldom operated on
    Source: clinical practice; to be confirmed.

    Scenario: A weak smile that stands still for a year may borrow a nerve, in a specialist's hands
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And no hypertonicity or contracture
      And no movement has come back
      And the face has been stable for 8 months
      And the patient wants a smile
      And the electromyography is voluntary motor units present
      And all donor nerves are intact
      And a tumour has been excluded
      And the palsy began 2 years ago
      When the plan is drawn up
      Then masseteric nerve transfer is offered as a specialist option
      And no muscle transfer is offered

    Scenario: A cut nerve in a nearly normal face is a small branch, or a mistake
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the nerve was cut through
      And the proximal stump is usable
      And a tumour has been excluded
      And the palsy began 2 months ago
      When the plan is drawn up
      Then nerve repair is offered
      And eye protection is offered
      And the plan points out House-Brackmann grade and continuity of the nerve

  @row-nerve.masseteric.no_stump.fresh @row-bar.stump
  Rule: Without a stump there is nothing to graft to
    Source: clinical practice; to be confirmed.

    Scenario: On the first day a nerve may be borrowed at once
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no sign of a stroke
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And all donor nerves are intact
      And the palsy began 1 day ago
      When the plan is drawn up
      Then masseteric nerve transfer is offered as an option

    Scenario: Later a graft is out
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is not usable
      And the palsy began 5 months ago
      When the plan is drawn up
      Then nerve graft is not offered because it is contraindicated
      And nerve graft is not offered because of proximal stump
