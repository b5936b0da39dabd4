Feature: What was tried before
  A treatment that brought nothing is not offered again unchanged, and one that stands is not done twice.

  @row-bar.tried.repair @row-bar.tried.graft @row-bar.tried.hypoglossal @row-bar.tried.cross_face @row-bar.tried.gracilis @row-bar.tried.temporalis @row-bar.tried.sling @row-bar.tried.toxin.symmetry
  Rule: A failure is not repeated
    Source: clinical practice; to be confirmed.

    Scenario Outline: The next rung is offered instead
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is <stump>
      And all donor nerves are intact
      And the patient is fit for surgery
      And the palsy began <time> ago
      And earlier treatments
        | treatment | response   | started      |
        | <tried>   | no benefit | <done>       |
      When the plan is drawn up
      Then <tried> is not offered because it was tried without benefit
      And <instead> is offered

      Examples:
        | tried                      | stump      | time      | done         | instead                    |
        | nerve graft                | usable     | 8 months  | 150 days ago | nerve repair               |
        | hypoglossal nerve transfer | not usable | 14 months | 400 days ago | masseteric nerve transfer  |
        | cross-face nerve graft     | not usable | 10 months | 280 days ago | masseteric nerve transfer  |
        | free gracilis muscle transfer | not usable | 4 years | 400 days ago | temporalis muscle transfer |
        | temporalis muscle transfer | not usable | 4 years   | 150 days ago | free gracilis muscle transfer |
        | static sling               | not usable | 4 years   | 150 days ago | free gracilis muscle transfer |

    @row-bar.early.transfer.rebuild
    Scenario: While a transfer is being judged the nerve itself is not opened again
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is usable
      And the patient is fit for surgery
      And the palsy began 9 months ago
      And earlier treatments
        | treatment                 | response   | started     |
        | masseteric nerve transfer | no benefit | 64 days ago |
      When the plan is drawn up
      Then nerve repair is not offered because it is too early
      And nerve graft is not offered because it is too early

    @row-bar.early.transfer
    Scenario Outline: A transfer or a free muscle is given a year before it counts as a failure
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is not usable
      And all donor nerves are intact
      And the patient is fit for surgery
      And the palsy began <time> ago
      And earlier treatments
        | treatment | response   | started |
        | <tried>   | no benefit | <done>  |
      When the plan is drawn up
      Then <tried> is not offered because <answer>
      And temporalis muscle transfer <next>

      Examples:
        | tried                         | time      | done         | answer                       | next                                   |
        | masseteric nerve transfer     | 14 months | 364 days ago | it is too early              | is not offered because it is too early |
        | masseteric nerve transfer     | 14 months | 365 days ago | it was tried without benefit | is offered                             |
        | free gracilis muscle transfer | 4 years   | 364 days ago | it is too early              | is not offered because it is too early |
        | free gracilis muscle transfer | 4 years   | 365 days ago | it was tried without benefit | is offered                             |

    @row-bar.early.rebuilt @row-bar.early.rebuilt.dated @row-nerve.masseteric.rebuilt_in_vain
    Scenario Outline: A repair is given nine months before it counts as a failure
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And the proximal stump is usable
      And all donor nerves are intact
      And the patient is fit for surgery
      And the palsy began <time> ago
      And earlier treatments
        | treatment    | response   | started |
        | nerve repair | no benefit | <done>  |
      When the plan is drawn up
      Then nerve repair is not offered because it was tried without benefit
      And nerve graft <answer>
      And masseteric nerve transfer <answer>

      Examples:
        | time      | done         | answer                                        |
        | 8 months  | 240 days ago | is not offered because it is too early      |
        | 11 months | 150 days ago | is not offered because it is too early      |
        | 11 months | 330 days ago | is offered                                    |

    Scenario: Toxin on the other side that did not help is left
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 3 years ago
      And earlier treatments
        | treatment          | response   | last given   |
        | toxin for symmetry | no benefit | 200 days ago |
      When the plan is drawn up
      Then toxin for symmetry is not offered because it was tried without benefit

  @row-bar.tried.neurectomy @row-bar.tried.myectomy
  Rule: A knife that did not help is not taken again
    Source: clinical practice; to be confirmed.

    Scenario Outline: The other operation stays open
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the face has been stable for 8 months
      And the palsy began 4 years ago
      And earlier treatments
        | treatment                      | response | cycles | started      | last given   |
        | botulinum toxin for synkinesis | partial  | 2      |              | 100 days ago |
        | neuromuscular retraining       | partial  |        | 400 days ago |              |
        | <tried>                        | none     |        | 300 days ago |              |
      When the plan is drawn up
      Then <tried> is not offered because it was tried without benefit
      And <instead> is offered

      Examples:
        | tried                | instead              |
        | selective neurectomy | selective myectomy   |
        | selective myectomy   | selective neurectomy |

  @row-bar.done.sling @row-bar.done.brow
  Rule: What stands is not done twice
    Source: clinical practice; to be confirmed.

    Scenario Outline: A result that holds
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And brow ptosis
      And the eye does not close completely
      And the palsy began 3 years ago
      And earlier treatments
        | treatment | response |
        | <done>    | good     |
      When the plan is drawn up
      Then <done> is not offered because it is not indicated

      Examples:
        | done         |
        | static sling |
        | brow lift    |

  @row-caution.steroid.again @row-bar.begun.steroid @row-bar.begun.antiviral
  Rule: A course that was begun is finished, not doubled
    Source: clinical practice; to be confirmed.

    Background:
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And forehead spared: no
      And the cause is Bell's palsy
      And the palsy began 2 days ago

    Scenario Outline: A medicine under way is not begun anew
      Given earlier treatments
        | treatment | response | started   |
        | <begun>   | ongoing  | 1 day ago |
      When the plan is drawn up
      Then <begun> is not offered because it is not indicated
      And <other> is offered

      Examples:
        | begun          | other          |
        | corticosteroid | antiviral      |
        | antiviral      | corticosteroid |

    Scenario: A course of years ago belongs to something else
      Given earlier treatments
        | treatment      | response | started      |
        | corticosteroid | good     | 900 days ago |
      When the plan is drawn up
      Then corticosteroid is offered
      And corticosteroid carries no caution about previous treatment

    Scenario: A course whose day nobody recorded may be for this palsy
      Given earlier treatments
        | treatment      | response |
        | corticosteroid | good     |
      When the plan is drawn up
      Then corticosteroid is offered
      And corticosteroid carries a caution about previous treatment

    @row-caution.steroid.beside
    Scenario: One taken for weeks is weighed together with it
      Given earlier treatments
        | treatment      | response | started     |
        | corticosteroid | ongoing  | 90 days ago |
      When the plan is drawn up
      Then corticosteroid is offered
      And corticosteroid carries a caution about previous treatment

  @row-bar.harmed.steroid @row-bar.harmed.antiviral @row-bar.harmed.zoster @row-bar.harmed.lyme
  Rule: A medicine under which things got worse is not said to be completed, and not begun anew
    Source: clinical practice; to be confirmed.

    Background:
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And forehead spared: no

    Scenario Outline: Things got worse under it
      Given the cause is <cause>
      And the palsy began 2 days ago
      And earlier treatments
        | treatment | response | started   |
        | <stopped> | worse    | 1 day ago |
      When the plan is drawn up
      Then <stopped> is not offered because it was tried without benefit

      Examples:
        | cause                | stopped          |
        | Bell's palsy         | corticosteroid   |
        | Bell's palsy         | antiviral        |
        | Ramsay Hunt syndrome | zoster treatment |
        | Lyme disease         | Lyme treatment   |

    @row-caution.steroid.worse_before
    Scenario: One of long ago is asked about, and keeps nothing back
      Given the cause is Bell's palsy
      And the palsy began 2 days ago
      And earlier treatments
        | treatment      | response | started     |
        | corticosteroid | worse    | 3 years ago |
      When the plan is drawn up
      Then corticosteroid is offered
      And corticosteroid carries a caution about treatment so far

    Scenario: Without the corticosteroid there is no antiviral
      Given the cause is Bell's palsy
      And the palsy began 2 days ago
      And earlier treatments
        | treatment      | response | started   |
        | corticosteroid | worse    | 1 day ago |
      When the plan is drawn up
      Then antiviral is not offered because it is not indicated

    @row-zoster.broken_off @row-lyme.broken_off
    Scenario Outline: How it goes on is decided today
      Given the cause is <cause>
      And the palsy began 5 days ago
      And earlier treatments
        | treatment | response | started    |
        | <stopped> | worse    | 3 days ago |
      When the plan is drawn up
      Then specialist referral is due within 24 hours
      And specialist referral goes to infectious disease
      And the plan says "decides how it goes on"

      Examples:
        | cause                | stopped          |
        | Ramsay Hunt syndrome | zoster treatment |
        | Lyme disease         | Lyme treatment   |

    @row-caution.zoster.steroid_harmed @row-caution.zoster.antiviral_harmed
    Scenario Outline: Zoster is treated with that in mind
      Given the cause is Ramsay Hunt syndrome
      And the palsy began 2 days ago
      And earlier treatments
        | treatment | response | started   |
        | <stopped> | worse    | 1 day ago |
      When the plan is drawn up
      Then zoster treatment carries a caution about previous treatment

      Examples:
        | stopped        |
        | corticosteroid |
        | antiviral      |

  @row-bar.begun.zoster @row-bar.begun.lyme
  Rule: Treatment of an infection is not begun twice
    Source: clinical practice; to be confirmed.

    Scenario Outline: The cause is being treated
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And forehead spared: no
      And the cause is <cause>
      And the palsy began 5 days ago
      And earlier treatments
        | treatment | response | started    |
        | <begun>   | ongoing  | 3 days ago |
      When the plan is drawn up
      Then <begun> is not offered because it is not indicated
      And specialist referral is offered

      Examples:
        | cause                | begun            |
        | Ramsay Hunt syndrome | zoster treatment |
        | Lyme disease         | Lyme treatment   |

  @row-bar.done.weight @row-eye.see.weight @row-bar.done.tarsorrhaphy @row-bar.tried.tarsorrhaphy @row-bar.tried.lower_lid
  Rule: What stands at the eye is looked at before anything is added
    Source: clinical practice; to be confirmed.

    Background:
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the eye does not close completely
      And the palsy began 9 months ago

    Scenario: A lid weight that does not close the eye goes back to its surgeon
      Given earlier treatments
        | treatment           | response | started      |
        | upper eyelid weight | partial  | 100 days ago |
      When the plan is drawn up
      Then upper eyelid weight is not offered because it is not indicated
      And ophthalmology referral goes to oculoplastic
      And eye protection is offered

    Scenario Outline: A tarsorrhaphy over a numb cornea
      Given the corneal sensation is absent
      And earlier treatments
        | treatment    | response   | started      |
        | tarsorrhaphy | <response> | 100 days ago |
      When the plan is drawn up
      Then tarsorrhaphy is not offered because <why>
      And eye protection is offered

      Examples:
        | response | why                           |
        | good     | it is not indicated           |
        | none     | it was tried without benefit  |

    Scenario: A lower lid that sank again after tightening
      Given the lower lid is ectropion
      And earlier treatments
        | treatment                | response | started      |
        | lower eyelid tightening  | none     | 100 days ago |
      When the plan is drawn up
      Then lower eyelid tightening is not offered because it was tried without benefit

  @row-bar.done.cross_face @row-bar.done.soft_tissue @row-bar.tried.soft_tissue @row-bar.tried.brow
  Rule: What was done to the face is built on, not done again
    Source: clinical practice; to be confirmed.

    Scenario Outline: Three years after the palsy
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And a tumour has been excluded
      And brow ptosis
      And the goals are an even face at rest
      And the palsy began 3 years ago
      And earlier treatments
        | treatment | response   | started      |
        | <done>    | <response> | 300 days ago |
      When the plan is drawn up
      Then <done> is not offered because <why>

      Examples:
        | done                     | response | why                          |
        | cross-face nerve graft   | partial  | it is not indicated          |
        | soft-tissue lift or flap | good     | it is not indicated          |
        | soft-tissue lift or flap | none     | it was tried without benefit |
        | brow lift                | none     | it was tried without benefit |

    @row-bar.done.nerve_decompression
    Scenario: A nerve that was decompressed is not decompressed again
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And forehead spared: no
      And the cause is Bell's palsy
      And the degeneration on electroneuronography is 95
      And the palsy began 10 days ago
      And earlier treatments
        | treatment           | response | started    |
        | nerve decompression | ongoing  | 2 days ago |
      When the plan is drawn up
      Then nerve decompression is not offered because it is not indicated

  @row-cause.rebuilt @row-cause.injury.explored @row-bar.done.exploration
  Rule: A nerve that was operated on since the injury is not a fresh cut any more
    Source: clinical practice; to be confirmed.

    Scenario Outline: The days after the operation
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And open wound
      And <nerve>
      And the palsy began 50 hours ago
      And earlier treatments
        | treatment | response | started |
        | <done>    | ongoing  | <when>  |
      When the plan is drawn up
      Then <asked> is <fate>
      And specialist referral is offered

      Examples:
        | nerve                                    | done                 | when         | asked                | fate                                        |
        | the nerve was cut through                | nerve repair         | 1 day ago    | nerve repair         | not offered because it is too early         |
        | the nerve was cut through                | nerve repair         | 400 days ago | nerve repair         | offered                                     |
        | the nerve was cut through                | surgical exploration | 1 day ago    | nerve repair         | offered                                     |
        | the continuity of the nerve is unknown   | surgical exploration | 1 day ago    | surgical exploration | not offered because it is not indicated     |
        | the continuity of the nerve is unknown   | surgical exploration | 400 days ago | surgical exploration | offered                                     |

    Scenario: Nobody knows how old the palsy is, and the nerve was replaced a year ago
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the nerve was cut through
      And nobody knows when the palsy began
      And earlier treatments
        | treatment                  | response | started      |
        | hypoglossal nerve transfer | partial  | 366 days ago |
      When the plan is drawn up
      Then nerve repair is not offered because it is too early

    @row-cause.rebuilt.followed
    Scenario: Weeks after a repair the surgeon follows it, and the repair is awaited
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And the palsy began 6 weeks ago
      And earlier treatments
        | treatment    | response | started     |
        | nerve repair | ongoing  | 40 days ago |
      When the plan is drawn up
      Then specialist referral is offered
      And specialist referral goes to the facial nerve surgeon
      And nerve repair is not offered because it is too early
      And observation is offered

  Rule: What was done on the other side is nothing that was done on this one
    Source: clinical practice; to be confirmed.

    Scenario Outline: A muscle brought into the other cheek leaves the nerve of this one its time
      Given a patient with House-Brackmann grade VI
      And the palsy began 7 months ago
      And the side is left
      And no synkinesis
      And the cause is acoustic neuroma
      And the tumour has been treated and cleared
      And continuity of the nerve: removed with a tumour
      And the proximal stump is not usable
      And earlier treatments
        | treatment                     | response | started     | side   |
        | free gracilis muscle transfer | good     | 5 years ago | <side> |
      When the plan is drawn up
      Then masseteric nerve transfer is <fate>

      Examples:
        | side  | fate        |
        | right | offered     |
        | left  | not offered |

  @row-bar.cross_face.growing @row-bar.done.synkinesis_surgery @row-bar.done.decompression.recent @row-spasm.neurosurgery @row-caution.antiviral.begun @row-flag.sides.operated
  Rule: What was done is given its time
    Source: clinical practice; to be confirmed.

    Scenario Outline: Nine months for a graft across the face
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 3 years ago
      And earlier treatments
        | treatment              | response | started |
        | cross-face nerve graft | ongoing  | <when>  |
      When the plan is drawn up
      Then free gracilis muscle transfer is <fate>

      Examples:
        | when         | fate                                |
        | 272 days ago | not offered because it is too early |
        | 273 days ago | offered                             |

    Scenario Outline: A year for an operation on synkinesis
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the face has been stable for 8 months
      And the palsy began 4 years ago
      And earlier treatments
        | treatment                      | response | cycles | started      | last given   |
        | botulinum toxin for synkinesis | partial  | 2      |              | 100 days ago |
        | neuromuscular retraining       | partial  |        | 900 days ago |              |
        | selective neurectomy           | good     |        | <when>       |              |
      When the plan is drawn up
      Then selective neurectomy is <fate>

      Examples:
        | when         | fate                                |
        | 364 days ago | not offered because it is too early |
        | 365 days ago | offered                             |

    Scenario Outline: A year for a vessel moved off the nerve
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And hemifacial spasm
      And no spasm after a palsy
      And the palsy began 5 years ago
      And earlier treatments
        | treatment                  | response | started |
        | microvascular decompression | none    | <when>  |
      When the plan is drawn up
      Then microvascular decompression is not offered because <why>
      And specialist referral goes to neurosurgery

      Examples:
        | when         | why                         |
        | 364 days ago | it is too early             |
        | 365 days ago | it was tried without benefit |

    Scenario: An antiviral that is being taken is adapted when the rash appears
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And vesicles
      And the palsy began 5 days ago
      And earlier treatments
        | treatment | response | started    |
        | antiviral | ongoing  | 4 days ago |
      When the plan is drawn up
      Then zoster treatment is offered
      And zoster treatment carries a caution about previous treatment

    Scenario: With both sides weak the plan says that an operation counted for both
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And both sides are weak
      And the cause is Möbius syndrome
      And the palsy began 9 years ago
      And earlier treatments
        | treatment                     | response | side |
        | free gracilis muscle transfer | good     | left |
      When the plan is drawn up
      Then the plan says "counts here for both sides"

  @row-steroid.central_excluded @row-zoster.pregnancy @row-retraining.grade_v.recovering @row-eye.lower_lid.recovering
  Rule: What was found out since counts
    Source: clinical practice; to be confirmed.

    Scenario: A brow that moves after a stroke was excluded still lets a corticosteroid be weighed
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the forehead is spared
      And a stroke has been excluded
      And other neurological signs: none
      And the cause is Bell's palsy
      And no pregnancy
      And the palsy began 40 hours ago
      When the plan is drawn up
      Then corticosteroid is offered as an option

    Scenario: Zoster in pregnancy is shared with the obstetrician and an infection specialist
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And vesicles
      And the patient is pregnant
      And the palsy began 30 hours ago
      When the plan is drawn up
      Then specialist referral goes to infectious disease
      And specialist referral goes to obstetrics

    Scenario: A barely moving face that recovers is trained before three months
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the face is recovering
      And the palsy began 30 days ago
      When the plan is drawn up
      Then neuromuscular retraining is offered as an option

    @boundary
    Scenario Outline: The lower lid of a recovering face waits for half a year
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the face is recovering
      And the lower lid is ectropion
      And the palsy began <time> ago
      When the plan is drawn up
      Then lower lid tightening is <fate>

      Examples:
        | time     | fate        |
        | 181 days | not offered |
        | 182 days | offered     |
        | 183 days | offered     |

  @row-tumour.workup.recurrence @row-tumour.referral.recurrence @row-nerve.graft.oncologic.moving @row-bar.branch.lip
  Rule: A tumour that was treated may come back, and one that is removed may take the nerve
    Source: clinical practice; to be confirmed.

    Scenario: A palsy that goes on worsening after a treated tumour
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is parotid cancer
      And the tumour has been treated and cleared
      And still getting worse
      And the palsy began 2 years ago
      When the plan is drawn up
      Then tumour work-up is offered as a strong recommendation
      And specialist referral goes to head and neck oncology
      And free gracilis muscle transfer is not offered because it must wait

    Scenario: The nerve of a face that moves is grafted when it has to go, however old the palsy
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the tumour question is resection planned
      And the palsy began 20 months ago
      When the plan is drawn up
      Then nerve graft is offered as a recommendation

    @row-toxin.symmetry.lip @row-synkinesis.myectomy.lip @row-synkinesis.myectomy.lip.slight
    Scenario Outline: The other half of the lower lip is weakened, and only where that has helped is its muscle cut
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And the nerve was cut through
      And the site of the lesion is in a branch
      And the branches affected are marginal mandibular
      And a tumour has been excluded
      And the palsy began 14 months ago
      And earlier treatments
        | treatment                                      | response   | cycles | last given   |
        | botulinum toxin to the other side for symmetry | <response> | 2      | 120 days ago |
      When the plan is drawn up
      Then toxin for symmetry is <toxin>
      And selective myectomy is <fate>

      Examples:
        | grade | response   | toxin                | fate                 |
        | II    | good       | offered as an option | offered as an option |
        | II    | ongoing    | offered as an option | not offered          |
        | III   | good       | offered as an option | offered as an option |
        | III   | no benefit | not offered          | not offered          |

    Scenario: Only the branch to the lip is lost
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the nerve was cut through
      And the proximal stump is not usable
      And the site of the lesion is in a branch
      And the branches affected are marginal mandibular
      And a tumour has been excluded
      And the palsy began 3 weeks ago
      When the plan is drawn up
      Then masseteric nerve transfer is not offered because it is not indicated
