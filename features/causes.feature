Feature: What else it may be
  As long as the cause is not known, the plan names what must not be missed. It never calls a palsy Bell's by itself.

  Rule: Each finding brings its own suspicion
    Source: Hohman 2014 for how often; clinical practice for the rest, to be confirmed.

    @row-consider.stroke @row-consider.bells.acute @row-consider.ramsay_hunt @row-consider.otitis @row-consider.lyme
    Scenario Outline: In the first days
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the palsy began 2 days ago
      When the plan is drawn up
      Then the plan thinks of <cause>

      Examples:
        | cause                 |
        | stroke                |
        | Bell's palsy          |
        | Ramsay Hunt syndrome  |
        | ear infection         |
        | Lyme disease          |

    @row-consider.trauma @row-consider.fracture @row-consider.operation @row-consider.schwannoma.hearing @row-consider.hiv @row-consider.melkersson @row-consider.sarcoidosis.alternating @row-consider.birth @row-consider.moebius @row-consider.guillain_barre @row-consider.sarcoidosis @row-consider.hiv.both
    Scenario Outline: What a single sign makes one think of
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And <sign>
      And the palsy began 2 weeks ago
      When the plan is drawn up
      Then the plan thinks of <cause>

      Examples:
        | sign                                       | cause                         |
        | open wound                                 | penetrating injury            |
        | the CT of the temporal bone is a fracture  | fracture of the temporal bone |
        | the nerve was cut through                  | operation near the nerve      |
        | the ear disease is hearing loss            | acoustic neuroma              |
        | risk of HIV                                | HIV                           |
        | the palsy came back on the other side      | Melkersson-Rosenthal syndrome |
        | the palsy came back on the other side      | sarcoidosis                   |
        | the palsy was there from birth             | birth injury                  |
        | the palsy was there from birth             | Möbius syndrome               |
        | both sides are weak                        | Guillain-Barré syndrome       |
        | both sides are weak                        | sarcoidosis                   |
        | both sides are weak                        | HIV                           |

    @row-consider.parotid @row-consider.schwannoma @row-consider.unexplained @row-consider.bells.sequel @row-consider.bells.miswired @row-consider.normal
    Scenario Outline: What time and grade make one think of
      Given a patient with House-Brackmann grade <grade>
      And synkinesis: <synkinesis>
      And the palsy began <time> ago
      When the plan is drawn up
      Then the plan thinks of <cause>

      Examples:
        | grade | synkinesis | time     | cause            |
        | V     | none       | 5 weeks  | parotid cancer   |
        | V     | none       | 5 months | acoustic neuroma |
        | V     | none       | 5 weeks  | another cause    |
        | III   | none       | 8 months | Bell's palsy     |
        | V     | mild       | 8 months | Bell's palsy     |
        | I     | none       | 1 month  | another cause    |

  @row-stroke.sequel.neurology @row-bar.central @row-bar.central.late @row-stroke.late.neurology @row-stroke.late.brain_mri @row-module.central_pattern @row-pathway.late_central
  Rule: A central palsy is neurology's, and its whole nerve is never grafted
    Source: Powers 2019; clinical practice, to be confirmed.

    Scenario: A central pattern of three weeks is imaged within a week
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the forehead is spared
      And the palsy began 3 weeks ago
      When the plan is drawn up
      Then MRI of the brain is due within 7 days
      And specialist referral goes to neurology
      And stroke pathway is not offered
      And no elective treatment is offered

    Scenario: A weak mouth under a brow that moves waits for neurology, years later too
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the forehead is spared
      And the palsy began 14 months ago
      When the plan is drawn up
      Then specialist referral goes to neurology
      And no elective treatment is offered

    Scenario: Beside another pathway the central one is followed as well
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the forehead is spared
      And the cause is Ramsay Hunt syndrome
      And the palsy began 6 weeks ago
      When the plan is drawn up
      Then the plan also follows A01

    Scenario Outline: Where a brow is expected to move it points to no stroke
      Given a patient with House-Brackmann grade <grade>
      And <synkinesis> synkinesis
      And the forehead is spared
      And the palsy began <time> ago
      When the plan is drawn up
      Then <offered> is offered
      And MRI of the brain is not offered

      Examples:
        | grade | synkinesis | time      | offered                   |
        | III   | moderate   | 14 months | toxin for synkinesis      |
        | II    | no         | 7 months  | physical therapy          |

    Scenario: Years after a stroke the nerve is left, whatever the face
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is stroke
      And a stroke has been excluded
      And a tumour has been excluded
      And the palsy began 8 months ago
      When the plan is drawn up
      Then no nerve surgery is offered because it is contraindicated
      And specialist referral goes to neurology

  @row-cause.possible_stroke @row-flag.stroke_caution @row-alert.stroke_caution @row-alert.stroke_signs
  Rule: A known cause does not make an unknown forehead peripheral
    Source: Powers 2019; our own reading, for review.

    Scenario: Whoever sees the patient today looks at the forehead first
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is sarcoidosis
      And the palsy began 3 days ago
      When the plan is drawn up
      Then specialist referral is due within 24 hours
      And specialist referral goes to the emergency department
      And the plan says "not yet known to be a peripheral palsy"

    Scenario: A weak forehead alone does not settle it
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the forehead is weak, too
      And the palsy began 3 days ago
      When the plan is drawn up
      Then the plan says "A brainstem stroke can look peripheral"
      And the plan asks about other neurological signs

  @row-refer.onset_unknown @row-refer.onset_unknown.stroke @row-therapy.onset_unknown @row-alert.onset_not_known @row-pathway.onset_unknown
  Rule: An onset that nobody knows is taken as recent
    Source: our own; for review. Short windows may still be open.

    Scenario: Today the hour is asked for, and a stroke thought of
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And nobody knows when the palsy began
      When the plan is drawn up
      Then specialist referral is due within 24 hours
      And specialist referral goes to the emergency department
      And physical therapy and self-care is offered
      And the plan asks about time since the palsy began
      And the plan says "Onset is not known"
      And the main pathway is A02
