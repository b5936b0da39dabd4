Feature: The face that moves weakly, and the face that is well
  A moving face is retrained and supported; a normal face is left alone.

  @row-pathway.paretic @row-retraining.paretic @row-mind.lasting @row-toxin.symmetry.paretic
  Rule: A weak face without synkinesis is retrained
    Source: Guntinas-Lichius 2022; clinical practice, to be confirmed.

    Scenario: Retraining, support, and toxin on the other side for an even face
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And a tumour has been excluded
      And the palsy began 8 months ago
      When the plan is drawn up
      Then neuromuscular retraining is offered as a recommendation
      And toxin for symmetry is offered as an option
      And psychological support is offered
      And no muscle transfer is offered
      And the main pathway is A19

    @boundary
    Scenario Outline: Toxin on the other side waits for half a year
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began <time> ago
      When the plan is drawn up
      Then toxin for symmetry is <fate>

      Examples:
        | time     | fate        |
        | 181 days | not offered |
        | 182 days | offered     |
        | 183 days | offered     |

  @row-retraining.early @row-retraining.held @row-retraining.held.severe @row-retraining.grade_v @row-therapy.acute @row-therapy.flaccid @row-therapy.minimal
  Rule: Training begins with movement
    Source: Teixeira 2011; specialists advise against training a face that cannot move.

    @boundary
    Scenario Outline: Three weeks
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the palsy began <time> ago
      When the plan is drawn up
      Then neuromuscular retraining is <fate>
      And physical therapy and self-care is offered

      Examples:
        | time    | fate                                |
        | 20 days | held, and opens on 25 November 2026 |
        | 21 days | offered as an option                |
        | 22 days | offered as an option                |

    Scenario: A face without movement waits for the first sign of it
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 2 months ago
      When the plan is drawn up
      Then neuromuscular retraining is held until "movement is seen to return"
      And physical therapy and self-care is offered

    Scenario: After three months a flaccid face still gets care, not drill
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago
      When the plan is drawn up
      Then neuromuscular retraining is not offered
      And physical therapy and self-care is offered

    Scenario: Grade five may be trained if something comes back
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the palsy began 5 months ago
      When the plan is drawn up
      Then neuromuscular retraining is only offered if recovering is confirmed

    Scenario: A slight weakness is left to self-care
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the palsy began 8 months ago
      When the plan is drawn up
      Then physical therapy and self-care is offered
      And no surgery is offered
      And no botulinum toxin is offered
      And the main pathway is A21

  @row-bar.normal @row-pathway.minimal
  Rule: A normal face with a complaint is heard, without one left alone
    Source: clinical practice; to be confirmed.

    Scenario: Nothing to treat
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And the palsy began 2 years ago
      When the plan is drawn up
      Then no surgery is offered
      And static sling is not offered because it is not indicated
      And the plan says "No weakness and no complaint"

  @row-sling.paretic @row-sling.mouth @row-sling.late @row-sling.nasal @row-brow.late @row-brow.cut @row-toxin.symmetry.flaccid @row-companion.watch.surgery @row-companion.watch.static
  Rule: What hangs is held up, after a year
    Source: Shokri 2020; clinical practice, to be confirmed.

    @boundary
    Scenario Outline: A year for slings, half a year for a mouth that leaks
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And <mouth>
      And the palsy began <time> ago
      When the plan is drawn up
      Then static sling is <fate>

      Examples:
        | mouth               | time     | fate                            |
        | no oral incompetence | 364 days | held                           |
        | no oral incompetence | 365 days | offered as an option           |
        | no oral incompetence | 366 days | offered as an option           |
        | oral incompetence    | 181 days | not offered                    |
        | oral incompetence    | 182 days | offered as a recommendation    |
        | oral incompetence    | 183 days | offered as a recommendation    |

    Scenario: A moving face has a sling only if it stands still and an even rest is wanted
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And no movement has come back
      And the face has been stable for 8 months
      And the patient wants an even face at rest
      And a tumour has been excluded
      And the palsy began 2 years ago
      When the plan is drawn up
      Then static sling is offered as a specialist option

    Scenario: A nose that does not breathe is opened, a brow that hangs lifted, the eye before it
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And a tumour has been excluded
      And nasal obstruction
      And brow ptosis
      And the palsy began 2 years ago
      When the plan is drawn up
      Then flap is offered in the refine stage
      And brow lift is offered in the refine stage
      And brow lift is offered after eye protection

    @row-brow.cut.later
    Scenario: A brow that hangs since its branch was cut is lifted, however slight the grade
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the nerve was cut through
      And a tumour has been excluded
      And brow ptosis
      And the palsy began 2 years ago
      When the plan is drawn up
      Then brow lift is offered

    Scenario: With the nerve lost the brow need not wait a year
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the nerve was removed with a tumour
      And the tumour has been treated and cleared
      And brow ptosis
      And the palsy began 8 months ago
      When the plan is drawn up
      Then brow lift is offered in the refine stage

  @row-speech.oral @row-speech.swallowing @row-speech.goal @row-mind.distress @row-mind.synkinesis
  Rule: Eating, drinking, speaking and the mind are cared for
    Source: clinical practice; to be confirmed.

    Scenario Outline: What brings which help
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And <finding>
      And the palsy began 5 months ago
      When the plan is drawn up
      Then <help> is offered as a recommendation

      Examples:
        | finding                | help                  |
        | oral incompetence      | speech therapy        |
        | trouble swallowing     | speech therapy        |
        | psychological distress | psychological support |

    Scenario: A wish for clearer speech is enough to offer it
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the patient wants clearer speech
      And the palsy began 5 months ago
      When the plan is drawn up
      Then speech therapy is offered as an option

    Scenario: Synkinesis that lasts weighs on the mind
      Given a patient with House-Brackmann grade II
      And moderate synkinesis
      And the palsy began 5 months ago
      When the plan is drawn up
      Then psychological support is offered as an option
