Feature: Bell's palsy, hour by hour and week by week
  The first days belong to the corticosteroid and the eye, the first weeks to watching, and what has not come back by
  three months needs another plan.

  @row-pathway.bells_acute @row-steroid.bells @row-antiviral.severe @row-antiviral.milder
  Rule: The first 72 hours
    Source: Baugh 2013, a strong recommendation from 16 years on, whatever the grade; the antiviral is an option beside it.

    Background:
      Given the cause is Bell's palsy
      And no synkinesis
      And the left side is weak
      And nothing else is wrong
      And the patient is 45 years old
      And no reason against a corticosteroid

    Scenario Outline: A slight palsy is treated as firmly as a severe one, the antiviral only weighed
      Given a patient with House-Brackmann grade <grade>
      And the palsy began 1 day ago
      When the plan is drawn up
      Then corticosteroid is offered as a strong recommendation
      And antiviral is offered as <antiviral>
      And the main pathway is A02

      Examples:
        | grade | antiviral           |
        | II    | a specialist option |
        | IV    | a specialist option |
        | V     | an option           |
        | VI    | an option           |

    Scenario: The corticosteroid has its last hour, and the eye is protected beside it
      Given a patient with House-Brackmann grade V
      And the palsy began 2 days ago
      When the plan is drawn up
      Then corticosteroid is due by 24 November 2026
      And the eye is protected
      And the urgency is same day
      And no surgery is offered

    Scenario: No test is asked for when it can only be Bell's palsy
      Given a patient with House-Brackmann grade III
      And the palsy began 1 day ago
      When the plan is drawn up
      Then MRI of the facial nerve is not offered
      And blood tests is not offered
      And electroneuronography is not offered

  @boundary @row-steroid.child @row-child.paediatrics @row-child.tests @row-module.child
  Rule: A strong recommendation begins at sixteen
    Source: Baugh 2013; in children the trial on record was too small to decide.

    Scenario Outline: The age of the strong recommendation
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the palsy began 1 day ago
      And the patient is <age> years old
      When the plan is drawn up
      Then corticosteroid is offered as <strength>

      Examples:
        | age | strength                |
        | 15  | an option               |
        | 16  | a strong recommendation |
        | 17  | a strong recommendation |

    @row-companion.steroid.paediatrics @row-companion.steroid.obstetrics
    Scenario Outline: Whoever decides on the corticosteroid is asked while it can still be given
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is Bell's palsy
      And <who>
      And the palsy began 60 hours ago
      When the plan is drawn up
      Then corticosteroid is due within 12 hours
      And specialist referral is due within 12 hours

      Examples:
        | who                        |
        | the patient is 7 years old |
        | the patient is pregnant    |

    Scenario: A child is seen by paediatrics within the day, and thought of as more than Bell's palsy
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began 2 days ago
      And the patient is 7 years old
      When the plan is drawn up
      Then corticosteroid goes to paediatrics
      And specialist referral goes to paediatrics
      And specialist referral is due within 24 hours
      And blood tests is offered as an option
      And the plan also follows child

  @boundary @row-steroid.late @row-bar.steroid.late @row-pathway.bells_subacute
  Rule: After a week the corticosteroid is not started
    Source: to be confirmed; between 72 hours and a week nothing is proved either way.

    Scenario Outline: The last day of discretion
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the patient is 45 years old
      And the palsy began <time> ago
      When the plan is drawn up
      Then corticosteroid is <fate>
      And antiviral is not offered
      And the main pathway is A03

      Examples:
        | time      | fate                                      |
        | 167 hours | offered as a specialist option            |
        | 7 days    | not offered because its window has closed |
        | 169 hours | not offered because its window has closed |

  @row-pathway.bells_follow_up @row-refer.no_improvement @row-refer.no_improvement.severe @row-watch.acute @row-watch.subacute
  Rule: What has not improved at three weeks is seen by a specialist
    Source: to be confirmed; the three weeks are those of a summary of the UK's guidance.

    Background:
      Given no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the nerve is presumed intact
      And a tumour has been excluded

    @boundary
    Scenario Outline: The day on which waiting ends
      Given a patient with House-Brackmann grade III
      And the eye closes fully and is calm
      And no movement has come back
      And the palsy began <time> ago
      When the plan is drawn up
      Then specialist referral is <referral>
      And observation is offered until <until>

      Examples:
        | time    | referral                    | until            |
        | 20 days | not offered                 | 25 November 2026 |
        | 21 days | offered as a recommendation | 1 February 2027  |
        | 22 days | offered as a recommendation | 31 January 2027  |

    Scenario: A severe palsy goes to the surgeon at once
      Given a patient with House-Brackmann grade V
      And no movement has come back
      And the palsy began 4 weeks ago
      When the plan is drawn up
      Then specialist referral is offered as a strong recommendation
      And specialist referral goes to the facial nerve surgeon
      And specialist referral is due within 14 days

    Scenario: A face that is coming back needs no referral
      Given a patient with House-Brackmann grade III
      And the eye closes fully and is calm
      And the face is recovering
      And the palsy began 4 weeks ago
      When the plan is drawn up
      Then specialist referral is not offered
      And neuromuscular retraining is offered as an option
      And the plan says "Recovery has begun"

  @boundary @row-refer.incomplete @row-retraining.paretic @row-pathway.paretic
  Rule: Recovery that is incomplete at three months needs a facial nerve specialist
    Source: Baugh 2013, a recommendation.

    Scenario Outline: Three months
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the eye closes fully and is calm
      And no movement has come back
      And a tumour has been excluded
      And the palsy began <time> ago
      When the plan is drawn up
      Then specialist referral goes to <whom>
      And neuromuscular retraining is offered as <strength>
      And the main pathway is <pathway>

      Examples:
        | time    | whom                     | strength         | pathway |
        | 89 days | ear, nose and throat     | an option        | A04     |
        | 90 days | the facial nerve surgeon | a recommendation | A19     |
        | 91 days | the facial nerve surgeon | a recommendation | A19     |

  @row-steroid.presumed
  Rule: Without a diagnosis the corticosteroid is offered on condition
    Source: Baugh 2013, as far as it is Bell's palsy; what was not asked is never taken for no.

    Background:
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began 1 day ago

    Scenario: It is an option until cause, forehead and age are known
      When the plan is drawn up
      Then corticosteroid is offered as an option
      And the offer of corticosteroid is conditional
      And corticosteroid is only offered if forehead spared is confirmed
      And corticosteroid is only offered if cause is confirmed
      And age, pregnancy and corticosteroid allergy must be confirmed before corticosteroid

    Scenario: Each answer that could take it away is asked about
      When the plan is drawn up
      Then the plan asks about forehead spared before cause
      And an answer about forehead spared could add stroke pathway
      And an answer about vesicles could add zoster treatment
      And an answer about vesicles could take corticosteroid away

  @row-again.evolving @row-again.review @row-again.evolving.weak
  Rule: A palsy that is still unfolding is looked at again
    Source: clinical practice; to be confirmed.

    Scenario: A normal grade with a fresh complaint is examined again within three days
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And facial pain or numbness
      And the palsy began 1 day ago
      When the plan is drawn up
      Then repeat examination is offered
      And repeat examination is due within 72 hours

    Scenario: In the second week a normal face is looked at once more, if wanted
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And the palsy began 10 days ago
      When the plan is drawn up
      Then repeat examination is offered as an option

    Scenario: A weak face may still get weaker
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the palsy began 1 day ago
      When the plan is drawn up
      Then repeat examination is offered as an option
      And repeat examination is due within 72 hours

  @row-nerve.decompression.bells @row-nerve.decompression.held @row-nerve.decompression.bells.referral @row-enog.complete @row-enog.held @row-emg.decompression @row-module.complete
  Rule: A complete palsy may have its nerve tested, and seldom its nerve decompressed
    Source: Cannon 2015 and Menchetti 2021 (very low certainty): an option in a specialist's hands, never the first.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Bell's palsy
      And nothing else is wrong
      And the patient is 45 years old
      And a tumour has been excluded
      And the nerve is presumed intact

    @boundary
    Scenario Outline: The days on which electroneuronography tells something
      Given the palsy began <time> ago
      When the plan is drawn up
      Then electroneuronography is <fate>

      Examples:
        | time     | fate                               |
        | 71 hours | held, and opens on 24 November 2026 |
        | 72 hours | offered as an option               |
        | 73 hours | offered as an option               |
        | 13 days  | offered as an option               |
        | 14 days  | not offered                        |
        | 15 days  | not offered                        |

    @boundary
    Scenario Outline: Nine tenths of the nerve must be lost
      Given the degeneration on electroneuronography is <lost> %
      And the electromyography is silent
      And the palsy began 8 days ago
      When the plan is drawn up
      Then decompression of the nerve is <fate>

      Examples:
        | lost | fate                           |
        | 89   | not offered                    |
        | 90   | not offered                    |
        | 91   | offered as a specialist option |

    Scenario: Before the test it is held, and what opens it is said
      Given the palsy began 5 days ago
      When the plan is drawn up
      Then decompression of the nerve is held until "more than 90 % degeneration"
      And decompression of the nerve waits for degeneration on electroneuronography and electromyography

    Scenario: A poor test sends the patient to the surgeon in two days, with an EMG first
      Given the degeneration on electroneuronography is 95 %
      And the palsy began 8 days ago
      When the plan is drawn up
      Then specialist referral goes to the facial nerve surgeon
      And specialist referral is due within 48 hours
      And EMG is offered
      And decompression of the nerve is only offered if electromyography is confirmed
      And the plan also follows complete acute paralysis

    @row-flag.enog_incomplete
    Scenario: An incomplete palsy is neither tested nor decompressed
      Given a patient with House-Brackmann grade V
      And the degeneration on electroneuronography is 95 %
      And the palsy began 8 days ago
      When the plan is drawn up
      Then electroneuronography is not offered
      And decompression of the nerve is not offered
      And the plan points out degeneration on electroneuronography
