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
        | <tried>   | no benefit | 150 days ago |
      When the plan is drawn up
      Then <tried> is not offered because it was tried without benefit
      And <instead> is offered

      Examples:
        | tried                      | stump      | time      | instead                    |
        | nerve graft                | usable     | 8 months  | nerve repair               |
        | hypoglossal nerve transfer | not usable | 8 months  | masseteric nerve transfer  |
        | cross-face nerve graft     | not usable | 5 months  | masseteric nerve transfer  |
        | free gracilis muscle transfer | not usable | 4 years | temporalis muscle transfer |
        | temporalis muscle transfer | not usable | 4 years   | free gracilis muscle transfer |
        | static sling               | not usable | 4 years   | free gracilis muscle transfer |

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
      And corticosteroid carries a caution about previous treatment

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
