Feature: Findings that do not go together
  Nobody is refused for it. What contradicts itself is pointed out, examined again, and nothing is done that cannot be undone.

  @row-flag.grade.one @row-flag.grade.two @row-flag.grade.six @row-again.conflict @row-again.conflict.acute @row-bar.conflict @row-refer.disputed_grade
  Rule: Grade and synkinesis that exclude each other are a conflict
    Source: House 1985.

    Scenario Outline: What cannot be together
      Given a patient with House-Brackmann grade <grade>
      And <synkinesis> synkinesis
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan is in conflict
      And no irreversible treatment is offered
      And repeat examination is offered as a strong recommendation
      And the plan points out House-Brackmann grade and synkinesis

      Examples:
        | grade | synkinesis |
        | I     | moderate   |
        | I     | severe     |
        | II    | severe     |
        | VI    | mild       |

    Scenario: Grade six in dispute goes to the surgeon, in the first weeks within three days
      Given a patient with House-Brackmann grade VI
      And moderate synkinesis
      And the palsy began 5 days ago
      When the plan is drawn up
      Then repeat examination is due within 72 hours
      And specialist referral goes to the facial nerve surgeon

  @row-flag.regrade.one @row-flag.regrade.two @row-flag.regrade.three @row-flag.regrade.five @row-flag.regrade.tight
  Rule: What is only unusual is pointed out, and the plan goes on
    Source: House 1985; Guntinas-Lichius 2022.

    Scenario Outline: A grade to be looked at again
      Given a patient with House-Brackmann grade <grade>
      And <synkinesis> synkinesis
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan is not in conflict
      And the plan points out House-Brackmann grade and synkinesis
      And neuromuscular retraining is offered

      Examples:
        | grade | synkinesis |
        | I     | mild       |
        | II    | moderate   |
        | III   | severe     |
        | V     | moderate   |

    Scenario: A face without tone is hardly tight
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And hypertonicity or contracture
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan points out hypertonicity or contracture

  @row-flag.eye.open @row-flag.eye.closed.four @row-flag.eye.gap @row-flag.eye.no_gap @row-flag.eye.closed
  Rule: A closure that the grade does not explain is not believed in the unsafe direction
    Source: House 1985; our own reading, for review.

    Scenario Outline: The eye is protected and looked at again
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And eye closure: <closure>
      And the gap between the lids is <gap>
      And the palsy began 2 months ago
      When the plan is drawn up
      Then the eye is protected
      And the plan points out eye closure

      Examples:
        | grade | closure    | gap          |
        | III   | incomplete | not assessed |
        | IV    | complete   | not assessed |
        | VI    | complete   | not assessed |
        | II    | complete   | 2 mm         |
        | IV    | incomplete | 0 mm         |

    Scenario: Severe synkinesis alone can make grade four in an eye that closes
      Given a patient with House-Brackmann grade IV
      And severe synkinesis
      And the eye closes completely
      And the palsy began 14 months ago
      When the plan is drawn up
      Then eye protection is not offered
      And the plan does not point out eye closure

  @row-flag.cause.vesicles @row-flag.cause.forehead @row-flag.cause.gradual @row-flag.cause.both_sides
  Rule: Bell's palsy is what is left when nothing speaks against it
    Source: Baugh 2013.

    Scenario Outline: What speaks against it
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is Bell's palsy
      And <sign>
      And the palsy began 1 day ago
      When the plan is drawn up
      Then the plan points out cause
      And corticosteroid is not offered

      Examples:
        | sign                   |
        | vesicles               |
        | the forehead is spared |
        | the palsy crept in     |
        | both sides are weak    |

    @row-flag.cause.no_recovery
    Scenario: A face without movement at six months is asked again what it has
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And a tumour has been excluded
      And the palsy began 7 months ago
      When the plan is drawn up
      Then the plan points out cause

  @row-flag.cause.congenital @row-flag.cause.from_birth @row-flag.cause.stroke_excluded @row-flag.cause.cut @row-flag.tumour.mass @row-flag.nerve.units @row-flag.other_side @row-flag.regrade.recovering
  Rule: Two answers that exclude each other are both shown
    Source: our own; for review.

    Scenario Outline: What is pointed out
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And <one>
      And <other>
      And the palsy began 2 months ago
      When the plan is drawn up
      Then the plan points out <named>

      Examples:
        | one                             | other                                                  | named                                         |
        | the cause is Möbius syndrome    | the palsy came suddenly                                | cause and how it began                        |
        | the cause is Lyme disease       | the palsy was there from birth                         | cause and how it began                        |
        | the cause is stroke             | a stroke has been excluded                             | cause and stroke excluded                     |
        | the cause is Bell's palsy       | the nerve was cut through                              | cause and continuity of the nerve             |
        | a tumour has been excluded      | the MRI is a mass                                      | tumour question and MRI                       |
        | the nerve was cut through       | the electromyography is voluntary motor units present  | continuity of the nerve and electromyography  |
        | both sides are weak             | other side normal                                      | side and other side normal                    |
        | the face is recovering          | a tumour has been excluded                             | House-Brackmann grade and recovering          |

  @row-flag.scores.none @row-flag.scores.mild @row-flag.scores.moderate @row-flag.scores.severe @row-flag.scores.eface.none @row-flag.scores.eface.mild @row-flag.scores.eface.moderate @row-flag.scores.eface.severe
  Rule: A score checks the clinician's grade and never overrules it
    Source: Ross 1996 for Sunnybrook, Banks 2015 for eFACE; the cuts are our own, for review.

    @boundary
    Scenario Outline: Scores two steps away from the grade
      Given a patient with House-Brackmann grade III
      And synkinesis: <synkinesis>
      And the <score> is <points>
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan <says> synkinesis and <score>

      Examples:
        | synkinesis | score                 | points | says               |
        | none       | Sunnybrook synkinesis | 4      | does not point out |
        | none       | Sunnybrook synkinesis | 5      | points out         |
        | mild       | Sunnybrook synkinesis | 9      | does not point out |
        | mild       | Sunnybrook synkinesis | 10     | points out         |
        | moderate   | Sunnybrook synkinesis | 1      | does not point out |
        | moderate   | Sunnybrook synkinesis | 0      | points out         |
        | none       | eFACE synkinesis      | 75     | does not point out |
        | none       | eFACE synkinesis      | 74     | points out         |
        | mild       | eFACE synkinesis      | 50     | does not point out |
        | mild       | eFACE synkinesis      | 49     | points out         |
        | moderate   | eFACE synkinesis      | 89     | does not point out |
        | moderate   | eFACE synkinesis      | 90     | points out         |

    Scenario Outline: Severe synkinesis against a mild score
      Given a patient with House-Brackmann grade IV
      And severe synkinesis
      And the <score> is <points>
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan points out synkinesis and <score>
      And toxin for synkinesis is offered

      Examples:
        | score                 | points |
        | Sunnybrook synkinesis | 4      |
        | eFACE synkinesis      | 75     |

  @row-flag.emg_early.duration @row-flag.enog_outside.early @row-flag.enog_outside.late
  Rule: A test outside its days is not used
    Source: Guntinas-Lichius 2020; Cannon 2015.

    @boundary
    Scenario Outline: The days of electroneuronography
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And the degeneration on electroneuronography is 95 %
      And the palsy began 20 days ago
      And the date of the electroneuronography is <day>
      When the plan is drawn up
      Then the plan <says> "not used for decompression"

      Examples:
        | day         | says         |
        | 18 days ago | says         |
        | 17 days ago | does not say |
        | 6 days ago  | does not say |
        | 4 days ago  | says         |

    Scenario: An EMG in the first fortnight cannot show a dead nerve
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the electromyography is fibrillation only
      And the palsy began 10 days ago
      When the plan is drawn up
      Then the plan points out electromyography

  @line @row-flag.duplicate
  Rule: The same patient twice in a day is pointed out
    Source: the public contract, same or other.

    Scenario: A repeat without a reference
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the palsy began 2 months ago
      When the plan is drawn up
      And the plan is drawn up
      Then the plan says "posted for this patient within the last 24 hours"
