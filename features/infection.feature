Feature: Zoster, Lyme disease and the ear
  A palsy with an infection is not Bell's palsy: the infection is treated, and no corticosteroid is given by itself.

  @row-pathway.zoster @row-zoster.early @row-zoster.week @row-zoster.rash @row-zoster.ent @row-zoster.hearing @row-bar.steroid.zoster
  Rule: Zoster of the ear is treated for a week, and as long as there are vesicles
    Source: Sweeney 2001; Monsanto 2016. The week is our own, for review.

    Background:
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And no sign of a stroke

    @boundary
    Scenario Outline: Without a rash it is treated until the seventh day
      Given the cause is Ramsay Hunt syndrome
      And the palsy began <time> ago
      When the plan is drawn up
      Then zoster treatment is <fate>

      Examples:
        | time      | fate        |
        | 167 hours | offered     |
        | 7 days    | not offered |
        | 169 hours | not offered |

    Scenario: A fresh rash is treated although the palsy is older
      Given vesicles
      And the palsy began 9 days ago
      When the plan is drawn up
      Then zoster treatment is due within 24 hours
      And the plan says "treat as Ramsay Hunt"

    Scenario: Its treatment replaces the one for Bell's palsy
      Given the cause is Ramsay Hunt syndrome
      And the palsy began 1 day ago
      When the plan is drawn up
      Then zoster treatment is due by 25 November 2026
      And corticosteroid is not offered because it is not indicated
      And antiviral is not offered
      And specialist referral goes to ear, nose and throat
      And audiometry is offered

    @row-zoster.immune @row-caution.steroid.immune
    Scenario: Poor defences bring the infection team
      Given vesicles
      And immunosuppressed
      And the palsy began 2 days ago
      When the plan is drawn up
      Then specialist referral goes to infectious disease
      And zoster treatment carries a caution about immunosuppressed

    @row-zoster.immune.rash
    Scenario Outline: Months later only a rash makes haste
      Given the cause is Ramsay Hunt syndrome
      And immunosuppressed
      And <rash>
      And the palsy began 5 weeks ago
      When the plan is drawn up
      Then specialist referral is due within <time>

      Examples:
        | rash        | time     |
        | vesicles    | 24 hours |
        | no vesicles | 14 days  |

    @row-zoster.ent.later @row-mri.zoster
    Scenario: No recovery after three weeks is looked into
      Given the cause is Ramsay Hunt syndrome
      And no movement has come back
      And the palsy began 5 weeks ago
      When the plan is drawn up
      Then MRI of the facial nerve is offered
      And specialist referral goes to ear, nose and throat
      And zoster treatment is not offered

    @row-mri.zoster.moderate
    Scenario Outline: A moderate palsy that does not move on is looked into as well
      Given a patient with House-Brackmann grade III
      And the cause is Ramsay Hunt syndrome
      And <course>
      And the palsy began 5 weeks ago
      When the plan is drawn up
      Then MRI of the facial nerve is <fate>

      Examples:
        | course                    | fate        |
        | no movement has come back | offered     |
        | the face is recovering    | not offered |

  @row-pathway.lyme @row-lyme.test @row-lyme.referral @row-bar.steroid.lyme
  Rule: Lyme disease is tested for and treated, without a corticosteroid as a routine
    Source: Lantos 2021 for the treatment; on the corticosteroid the guideline makes no recommendation.

    Background:
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And no sign of a stroke
      And the palsy began 2 days ago

    @row-lyme.treat @row-lyme.treat.rash @row-lyme.treat.named
    Scenario Outline: The surer the disease, the firmer the treatment
      Given <sign>
      When the plan is drawn up
      Then Lyme treatment is offered as <strength>
      And blood tests is offered
      And corticosteroid is not offered because it must wait
      And the main pathway is A06

      Examples:
        | sign                      | strength                |
        | Lyme exposure             | an option               |
        | erythema migrans          | a strong recommendation |
        | the cause is Lyme disease | a recommendation        |

    @row-lyme.referral.window
    Scenario: Whether a corticosteroid has any place is asked while its hours last
      Given Lyme exposure
      And the palsy began 60 hours ago
      When the plan is drawn up
      Then specialist referral is due within 12 hours

  @row-pathway.ear @row-ear.same_day @row-ear.ent @row-ear.temporal_bone @row-ear.audiometry @row-bar.steroid.ear @row-alert.ear
  Rule: An ear that is ill is seen the same day
    Source: clinical practice; to be confirmed.

    Scenario Outline: What counts as an ill ear
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began 3 days ago
      And the ear disease is <disease>
      When the plan is drawn up
      Then same-day ear specialist is due within 24 hours
      And corticosteroid is not offered because it must wait
      And audiometry is offered
      And the urgency is same day
      And the main pathway is A06

      Examples:
        | disease                    |
        | middle ear infection       |
        | cholesteatoma              |
        | necrotising otitis externa |
        | discharge                  |
        | hearing loss               |

    @row-ear.same_day.hearing @row-ear.same_day.hearing.window @row-bar.steroid.hearing
    Scenario Outline: Hearing lost with the face, and no infection, is a question of medicines within the 72 hours
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is Bell's palsy
      And the palsy began <time> ago
      And the ear disease is hearing loss
      When the plan is drawn up
      Then same-day ear specialist is due within <hours>
      And corticosteroid is not offered because it must wait
      And CT of the temporal bone is not offered

      Examples:
        | time     | hours    |
        | 20 hours | 24 hours |
        | 60 hours | 12 hours |
        | 73 hours | 24 hours |

    @row-alert.ear_fluid @row-bar.steroid.ear_fluid
    Scenario: What runs from the ear after a fracture may be cerebrospinal fluid
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 2 days ago
      And the CT of the temporal bone is a fracture
      And the ear disease is discharge
      When the plan is drawn up
      Then the plan says "may be cerebrospinal fluid"
      And same-day ear specialist is not offered
      And specialist referral goes to ear, nose and throat
      And specialist referral is due within 24 hours
      And corticosteroid is not offered because it must wait

    @row-ear.vertigo
    Scenario: Vertigo alone is seen within the day, but is no infection
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began 3 days ago
      And the ear disease is vertigo
      When the plan is drawn up
      Then specialist referral goes to ear, nose and throat
      And specialist referral is due within 24 hours
      And same-day ear specialist is not offered

    @row-cause.otitis.later
    Scenario: A palsy left by old ear disease is reviewed without hurry
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the cause is otitis
      And the palsy began 6 months ago
      When the plan is drawn up
      Then same-day ear specialist is not offered
      And specialist referral goes to ear, nose and throat
