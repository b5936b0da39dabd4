Feature: A palsy that may be a tumour
  Bell's palsy comes suddenly and comes back. A palsy that behaves otherwise is imaged before anyone operates on the face.

  @row-pathway.tumour @row-tumour.workup @row-tumour.referral @row-bar.tumour @row-bar.steroid.tumour @row-alert.tumour @row-companion.tumour.image @row-companion.tumour.referral
  Rule: Each sign of a tumour brings the work-up, and holds elective surgery back
    Source: Quesnel 2010; hidden tumours stand behind one in twenty to one in ten palsies that do not recover.

    Scenario Outline: What counts as a sign
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 14 months ago
      And <sign>
      When the plan is drawn up
      Then tumour work-up is due within 14 days
      And MRI of the facial nerve is offered
      And specialist referral goes to head and neck oncology
      And no muscle transfer is offered because it must wait
      And no nerve surgery is offered because it must wait
      And the main pathway is A07

      Examples:
        | sign                                           |
        | the palsy crept in                             |
        | the palsy came back on the same side           |
        | neck mass                                      |
        | facial pain or numbness                        |
        | other cranial nerves affected: V               |
        | skin cancer of the face                        |
        | head and neck cancer                           |
        | twitching before the palsy                     |
        | the branches affected are marginal mandibular     |
        | the cause is parotid cancer                    |
        | the tumour is still being looked for           |

    Scenario: A mass that was seen needs the team and no second image
      Given a patient with House-Brackmann grade IV
      And the palsy began 2 months ago
      And the MRI is a mass
      When the plan is drawn up
      Then tumour work-up is offered
      And MRI of the facial nerve is not offered

    @boundary
    Scenario Outline: What still worsens after three days
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy is still getting worse
      And the palsy began <time> ago
      When the plan is drawn up
      Then tumour work-up is <fate>
      And corticosteroid is <steroid>

      Examples:
        | time     | fate        | steroid                              |
        | 71 hours | not offered | offered                              |
        | 72 hours | not offered | offered                              |
        | 73 hours | offered     | not offered because it must wait     |

    Scenario: A tumour that was excluded opens the door again
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy crept in
      And a tumour has been excluded
      And all donor nerves are intact
      And the palsy began 8 months ago
      When the plan is drawn up
      Then tumour work-up is not offered
      And masseteric nerve transfer is offered

    @row-bar.steroid.tumour.named
    Scenario Outline: It opens the door for the corticosteroid as well, unless a tumour is the cause
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And forehead spared: no
      And a tumour has been excluded
      And the cause is <cause>
      And the palsy came back on the same side
      And the palsy began 30 hours ago
      When the plan is drawn up
      Then corticosteroid is <fate>

      Examples:
        | cause            | fate                             |
        | Bell's palsy     | offered                          |
        | acoustic neuroma | not offered because it must wait |

    @row-flag.single_branch @row-consider.parotid.trigger
    Scenario: One weak branch without a wound is a tumour until it is not, and no whole-face grade
      Given a patient with House-Brackmann grade III
      And the branches affected are buccal
      And the palsy began 2 weeks ago
      When the plan is drawn up
      Then tumour work-up is offered
      And the plan points out branches affected
      And the plan thinks of parotid cancer

  @row-tumour.workup.flaccid @row-tumour.workup.late @row-tumour.workup.no_movement @row-mri.no_recovery @row-mri.late @row-mri.parotid_missed @row-mri.no_improvement @row-mri.repeated @row-module.tumour_unasked
  Rule: A face that stays flaccid is imaged, the parotid included
    Source: Quesnel 2010: a palsy flaccid at six months is what told hidden cancer from Bell's palsy.

    Scenario Outline: The longer nothing moves, the surer the work-up
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And no movement has come back
      And the palsy began <time> ago
      When the plan is drawn up
      Then tumour work-up is <workup>
      And MRI of the facial nerve is <image>

      Examples:
        | grade | time     | workup                              | image                               |
        | V     | 6 weeks  | not offered                         | offered as a recommendation         |
        | VI    | 5 months | offered as a strong recommendation  | offered as a strong recommendation  |
        | V     | 7 months | offered as a recommendation         | offered as a strong recommendation  |
        | V     | 3 years  | offered as a recommendation         | offered                             |

    Scenario: A normal MRI is repeated while nothing moves, and planning goes on
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And a tumour has been excluded
      And the MRI is normal
      And the palsy began 9 months ago
      When the plan is drawn up
      Then MRI of the facial nerve is offered as an option
      And masseteric nerve transfer is offered

    Scenario: An image that left out the parotid is not enough
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no movement has come back
      And the MRI is normal
      And no MRI covers the parotid
      And the palsy began 7 months ago
      When the plan is drawn up
      Then MRI of the facial nerve is offered
      And the reason for MRI of the facial nerve names MRI covers the parotid

    @row-companion.tumour.image.parotid
    Scenario: Nor does the work-up rest on it
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And parotid mass
      And the MRI is normal
      And the palsy began 2 months ago
      When the plan is drawn up
      Then MRI of the facial nerve is offered

    @row-bar.tumour.palliative
    Scenario: With little time left static support is not kept back, and nothing else elective is offered
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And there is a tumour
      And the life expectancy is 6 months
      And oral incompetence
      And the palsy began 14 months ago
      When the plan is drawn up
      Then static sling is offered
      And brow lift is not offered because it must wait
      And gracilis muscle transfer is not offered because it must wait

    @row-tumour.workup.known
    Scenario: A tumour that is known is worked up without any further sign
      Given a patient with House-Brackmann grade II
      And the palsy began 2 months ago
      And there is a tumour
      When the plan is drawn up
      Then tumour work-up is offered as a strong recommendation

  @row-pathway.tumour_reconstruction @row-nerve.graft.oncologic @row-nerve.masseteric.oncologic @row-muscle.temporalis.oncologic @row-sling.oncologic @row-bar.tumour.resection
  Rule: A nerve that is taken with the tumour is rebuilt in the same operation
    Source: Geiger 2021 for the resection; Brown 2000: radiotherapy does not spoil a graft.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is parotid cancer
      And the tumour will be removed
      And the nerve was removed with a tumour
      And the palsy began 2 months ago
      And all donor nerves are intact

    Scenario: With a stump it is grafted, and what is elective waits
      Given the proximal stump is usable
      When the plan is drawn up
      Then nerve graft is offered in the restore stage
      And nerve graft goes to head and neck oncology
      And static sling is offered as an option
      And temporalis muscle transfer is offered as an option
      And gracilis muscle transfer is not offered because it must wait

    Scenario: Without a stump a nerve is borrowed
      Given the proximal stump is not usable
      When the plan is drawn up
      Then masseteric nerve transfer is offered
      And nerve graft is not offered because it is contraindicated

    @row-caution.graft.radiotherapy
    Scenario: Planned radiotherapy takes no graft away
      Given the proximal stump is usable
      And radiotherapy planned
      When the plan is drawn up
      Then nerve graft is offered
      And nerve graft carries a caution about radiotherapy planned

  @row-pathway.after_tumour @row-cause.cancer
  Rule: After the tumour operation the state of the nerve decides
    Source: Geiger 2021; clinical practice, to be confirmed.

    Scenario: A palsy after parotid cancer is planned by the head and neck team
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is parotid cancer
      And the tumour has been treated and cleared
      And the nerve is presumed intact
      And the palsy began 3 months ago
      When the plan is drawn up
      Then specialist referral goes to head and neck oncology
      And the main pathway is A11

  @row-cause.schwannoma @row-bar.early.schwannoma @row-watch.schwannoma @row-hearing.skull_base.treated @row-eye.weight.early.schwannoma
  Rule: A nerve left whole in a neuroma operation is given half a year
    Source: Rivas 2011; Albathi 2016: the trend of six months tells who will not recover.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is acoustic neuroma
      And the tumour has been treated and cleared
      And the nerve was seen intact
      And no movement has come back
      And all donor nerves are intact
      And the eye does not close completely

    @boundary
    Scenario Outline: Half a year
      Given the palsy began <time> ago
      When the plan is drawn up
      Then masseteric nerve transfer is <fate>

      Examples:
        | time     | fate                                |
        | 181 days | not offered before 25 November 2026 |
        | 182 days | offered                             |
        | 183 days | offered                             |

    Scenario: Meanwhile the eye is closed early, the hearing is tested, and two teams follow the trend
      Given the palsy began 2 months ago
      When the plan is drawn up
      Then observation is offered
      And upper eyelid weight is offered as an option
      And audiometry is offered
      And specialist referral goes to neurosurgery

    @row-bar.early.schwannoma.moving
    Scenario: A face that moves is brought no nerve
      Given a patient with House-Brackmann grade III
      And the palsy began 2 months ago
      When the plan is drawn up
      Then nerve graft is not offered because it is not indicated

    @row-caution.masseteric.schwannoma
    Scenario: A tumour at that place may have weakened the donor
      Given the palsy began 8 months ago
      When the plan is drawn up
      Then masseteric nerve transfer carries a caution about cause

  @row-pathway.cut_in_tumour_surgery @row-cut.fresh.graft.sacrificed
  Rule: A nerve lost in tumour surgery is grafted at once
    Source: Geiger 2021; Albathi 2016.

    Scenario: A sacrificed nerve is grafted within the three days
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is parotid cancer
      And the tumour has been treated and cleared
      And the nerve was removed with a tumour
      And the palsy began 30 hours ago
      When the plan is drawn up
      Then nerve graft is offered in the emergency stage
      And nerve graft is offered as a strong recommendation
      And nerve repair is not offered
      And the main pathway is A11
