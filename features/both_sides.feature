Feature: Both sides of the face
  Two weak sides are seldom Bell's palsy. The cause is looked for at once, and there is no healthy side to borrow from.

  @row-pathway.bilateral @row-bilateral.workup @row-bilateral.tests @row-bilateral.brain_mri @row-bilateral.neurology @row-alert.bilateral @row-bar.bilateral @row-bar.steroid.bilateral @row-flag.sides @row-again.sides
  Rule: Two weak sides are worked up within the day
    Source: clinical practice; to be confirmed. Guillain-Barré syndrome, Lyme disease and sarcoidosis come first.

    Background:
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And both sides are weak
      And no sign of a stroke

    Scenario: Neurology, blood and an image of the brain
      Given the palsy began 4 days ago
      When the plan is drawn up
      Then work-up of both sides is due within 24 hours
      And specialist referral goes to neurology
      And blood tests is offered
      And MRI of the brain is offered
      And the urgency is same day
      And the main pathway is A18

    Scenario: No corticosteroid before the cause is known
      Given the palsy began 1 day ago
      When the plan is drawn up
      Then corticosteroid is not offered because it must wait

    Scenario: A grade for both is asked for side by side
      Given the palsy began 4 days ago
      When the plan is drawn up
      Then repeat examination is offered
      And the plan says "not graded apart"

    Scenario: There is no healthy side to graft from
      Given the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And the proximal stump is not usable
      And the palsy began 5 months ago
      When the plan is drawn up
      Then cross-face nerve graft is not offered because it is contraindicated

    @boundary @row-bilateral.workup.late @row-bilateral.neurology.late
    Scenario Outline: After half a year it is no longer an emergency
      Given the palsy began <time> ago
      When the plan is drawn up
      Then work-up of both sides is offered in the <stage> stage

      Examples:
        | time     | stage     |
        | 181 days | emergency |
        | 182 days | protect   |
        | 183 days | protect   |

    Scenario: Graded apart, each side has its own plan
      Given House-Brackmann grade: VI on the left
      And House-Brackmann grade: III on the right
      And synkinesis: none on the left
      And synkinesis: moderate on the right
      And the palsy began 8 months ago
      When the plan is drawn up
      Then toxin for synkinesis is offered on the right
      And the plan does not say "not graded apart"

  @row-bilateral.emergency @row-pathway.bilateral_emergency @row-alert.breathing @row-companion.emergency.bilateral
  Rule: With weak limbs, swallowing or breathing it is an emergency
    Source: Guillain-Barré syndrome can stop the breathing; clinical practice, to be confirmed.

    Scenario Outline: Each of these signs sends the patient in
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And both sides are weak
      And the palsy began 5 days ago
      And <sign>
      When the plan is drawn up
      Then the plan begins with work-up of both sides
      And work-up of both sides goes to the emergency department
      And the urgency is emergency
      And no elective treatment is offered

      Examples:
        | sign                                   |
        | other neurological signs: limb weakness |
        | other neurological signs: bulbar       |
        | other neurological signs: breathing    |
        | trouble swallowing                     |
        | respiratory compromise                 |

    @boundary
    Scenario Outline: Trouble swallowing beside an old palsy is another illness
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And both sides are weak
      And no sign of a stroke
      And trouble swallowing
      And the palsy began <time> ago
      When the plan is drawn up
      Then the urgency is <urgency>

      Examples:
        | time    | urgency   |
        | 41 days | emergency |
        | 42 days | same day  |
        | 43 days | same day  |

  @row-pathway.guillain_barre @row-cause.guillain_barre @row-cause.systemic @row-cause.hiv @row-blood.systemic @row-pathway.systemic @row-pathway.other_infection @row-blood.hiv
  Rule: A known illness is treated by those who know it
    Source: clinical practice; to be confirmed.

    Scenario Outline: Who leads
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is <cause>
      And no sign of a stroke
      And the palsy began 3 weeks ago
      When the plan is drawn up
      Then specialist referral goes to <team>
      And blood tests is offered
      And the main pathway is <pathway>

      Examples:
        | cause                         | team               | pathway |
        | Guillain-Barré syndrome       | neurology          | A18     |
        | sarcoidosis                   | neurology          | A07     |
        | Melkersson-Rosenthal syndrome | neurology          | A07     |
        | HIV                           | infectious disease | A06     |

    Scenario: A risk of HIV is tested for
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And risk of HIV
      And the palsy began 3 weeks ago
      When the plan is drawn up
      Then blood tests is offered

  @row-pathway.alternating @row-cause.alternating @row-blood.alternating
  Rule: A palsy that has changed sides has a cause in the body
    Source: clinical practice; to be confirmed. The same side again is a tumour until it is not.

    Scenario: The other side after years
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the palsy came back on the other side
      And no sign of a stroke
      And the cause is another cause
      And the palsy began 3 weeks ago
      When the plan is drawn up
      Then specialist referral goes to neurology
      And blood tests is offered
      And tumour work-up is not offered
      And the main pathway is A07
