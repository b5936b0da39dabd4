Feature: Partial paralysis with synkinesis
  A face that moves, but moves in the wrong places, is alive: its nerve has grown back miswired.
  It is retrained and calmed with toxin first; knives come last.

  @seed
  @row-toxin.synkinesis @row-retraining.synkinesis @row-companion.toxin.retraining @row-pathway.synkinesis @row-refer.synkinesis
  Rule: Toxin and physical therapy come first, together
    Source: Guntinas-Lichius 2022, systematic review and practice recommendations.

    Background:
      Given a patient with House-Brackmann grade III
      And the palsy began 14 months ago

    Scenario: Moderate synkinesis is retrained and calmed with toxin at the same time
      Given moderate synkinesis
      When the plan is drawn up
      Then toxin for synkinesis is offered in the rehabilitate stage
      And neuromuscular retraining is offered in the rehabilitate stage
      And toxin for synkinesis is offered together with neuromuscular retraining
      And the reason for toxin for synkinesis names synkinesis
      And every reason for toxin for synkinesis has a source
      And selective neurectomy is not offered
      And the main pathway is A12

    @row-caution.toxin.ocular
    Scenario: Toxin about an eye that closes today asks for a look at closure afterwards
      Given moderate synkinesis
      And the regions of synkinesis are eye
      And the eye closes completely
      When the plan is drawn up
      Then toxin for synkinesis carries a caution about regions of synkinesis

    @row-toxin.synkinesis.risky
    Scenario Outline: Beside an illness that toxin could worsen retraining leads
      Given severe synkinesis
      And <illness>
      When the plan is drawn up
      Then neuromuscular retraining is offered as a recommendation
      And toxin for synkinesis is offered as a specialist option
      And toxin for synkinesis carries a caution about <illness>

      Examples:
        | illness                        |
        | neuromuscular junction disease |
        | trouble swallowing             |

    Scenario: Mild synkinesis is retrained without toxin
      Given mild synkinesis
      When the plan is drawn up
      Then neuromuscular retraining is offered
      And toxin for synkinesis is not offered

    Scenario: A miswired face gets no new muscle and no new nerve
      Given severe synkinesis
      When the plan is drawn up
      Then no muscle transfer is offered
      And no nerve surgery is offered

  @seed
  @row-synkinesis.neurectomy @row-synkinesis.neurectomy.held @row-synkinesis.myectomy.held
  Rule: Surgery waits until toxin and physical therapy have not helped
    Source: Azizzadeh 2019, modified selective neurectomy. Two cycles, 90 days of training, a year from onset and six months
    without change are our own limits, for review.

    Background:
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 20 months ago

    Scenario: Surgery is held while nothing has been tried
      Given nothing has been tried yet
      When the plan is drawn up
      Then selective neurectomy is held in the restore stage
      And selective neurectomy is held until "two toxin cycles have not helped"
      And selective neurectomy is held until "90 days of retraining have not helped"
      And selective neurectomy waits for months without change
      And toxin for synkinesis comes before selective neurectomy

    Scenario: Surgery is offered when two toxin cycles and three months of training have not helped
      Given earlier treatments
        | treatment                    | response | cycles | started      | last given   |
        | botulinum toxin for synkinesis | none   | 2      | 300 days ago | 120 days ago |
        | neuromuscular retraining     | none     |        | 300 days ago |              |
      And the face has been stable for 8 months
      And no sign of a tumour
      When the plan is drawn up
      Then selective neurectomy is offered in the restore stage

    Scenario: One toxin cycle is not enough to give toxin up
      Given earlier treatments
        | treatment                    | response | cycles | started      | last given   |
        | botulinum toxin for synkinesis | none   | 1      | 300 days ago | 120 days ago |
        | neuromuscular retraining     | none     |        | 300 days ago |              |
      And the face has been stable for 8 months
      When the plan is drawn up
      Then selective neurectomy is not offered

  @row-toxin.synkinesis @row-toxin.synkinesis.held
  Rule: Toxin waits until three months have passed
    Source: clinical practice; to be confirmed. Before that, synkinesis may still be changing.

    @boundary
    Scenario Outline: The first day of toxin
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began <time> ago
      When the plan is drawn up
      Then toxin for synkinesis is <offered>
      And neuromuscular retraining is offered

      Examples:
        | time    | offered     |
        | 89 days | not offered |
        | 90 days | offered     |
        | 91 days | offered     |

  @row-bar.toxin.interval
  Rule: Twelve weeks lie between two injections
    Source: product labels. Earlier repeats bring antibodies against the toxin.

    @boundary
    Scenario Outline: Toxin is repeated from the 84th day
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 20 months ago
      And earlier treatments
        | treatment                      | response | cycles | last given   |
        | botulinum toxin for synkinesis | good     | 1      | <given> ago  |
      When the plan is drawn up
      Then toxin for synkinesis is <offered>

      Examples:
        | given   | offered                                  |
        | 83 days | not offered because it must wait      |
        | 84 days | offered                                  |
        | 85 days | offered                                  |

  @row-bar.toxin.allergy @row-bar.toxin.infection @row-bar.toxin.pregnancy
  Rule: What speaks against toxin
    Source: product labels.

    Scenario Outline: Toxin is not offered against a contraindication
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 14 months ago
      And <finding>
      When the plan is drawn up
      Then toxin for synkinesis is not offered because it is contraindicated
      And toxin for synkinesis is not offered because of <finding>
      And neuromuscular retraining is offered

      Examples:
        | finding                         |
        | toxin allergy                   |
        | infection at the injection site |

    Scenario: In pregnancy toxin waits, and training goes on
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 14 months ago
      And the patient is pregnant
      When the plan is drawn up
      Then toxin for synkinesis is not offered because it must wait
      And toxin for synkinesis is not offered because of pregnancy
      And neuromuscular retraining is offered

    Scenario: What was not assessed must be confirmed before toxin
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 14 months ago
      When the plan is drawn up
      Then toxin allergy, infection at the injection site, pregnancy and neuromuscular junction disease must be confirmed before toxin for synkinesis
      And toxin for synkinesis is offered off label

  @row-toxin.synkinesis.held.mild @row-toxin.synkinesis.mild.goal @row-toxin.synkinesis.mild.burden
  Rule: Mild synkinesis gets toxin only where it stands in the way of something
    Source: clinical practice; to be confirmed. A questionnaire score of 40 is our own limit, for review.

    Background:
      Given a patient with House-Brackmann grade II
      And mild synkinesis
      And the palsy began 6 months ago

    Scenario: Without a goal it is held, and what opens it is said
      Given the goals are none
      When the plan is drawn up
      Then toxin for synkinesis is held in the rehabilitate stage
      And toxin for synkinesis waits for synkinesis and goals

    Scenario: A wish for an even smile opens it
      Given the patient wants a smile
      When the plan is drawn up
      Then toxin for synkinesis is offered as an option
      And neuromuscular retraining is offered

    @boundary @row-mind.saq
    Scenario Outline: So does the burden that the patient reports
      Given the goals are none
      And the synkinesis Assessment Questionnaire is <score>
      When the plan is drawn up
      Then toxin for synkinesis is <toxin>
      And psychological support is <support>

      Examples:
        | score | toxin                | support     |
        | 39    | held                 | not offered |
        | 40    | offered as an option | offered     |
        | 41    | offered as an option | offered     |

  @row-toxin.synkinesis.held @row-flag.synkinesis_early @row-again.warn @row-pathway.miswired_early @row-again.warn.acute
  Rule: Synkinesis that comes too early is doubted
    Source: a nerve grows about a millimetre a day; six weeks is our own limit, for review.

    @boundary
    Scenario Outline: Six weeks
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began <time> ago
      When the plan is drawn up
      Then repeat examination is <again>
      And toxin for synkinesis is held
      And neuromuscular retraining is offered

      Examples:
        | time    | again       |
        | 41 days | offered     |
        | 42 days | not offered |
        | 43 days | not offered |

    Scenario: Early synkinesis with another cause is looked at again
      Given a patient with House-Brackmann grade II
      And mild synkinesis
      And the cause is another cause
      And the palsy began 30 days ago
      When the plan is drawn up
      Then repeat examination is offered
      And the main pathway is synkinesis or contracture reported early

    Scenario: In the first days it points to an older palsy or a spasm
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 5 days ago
      When the plan is drawn up
      Then repeat examination is due within 7 days
      And the plan says "implausible"
      And corticosteroid is not offered

  @row-synkinesis.neurectomy @row-synkinesis.myectomy @row-toxin.synkinesis.maintenance @row-caution.toxin.partial
  Rule: Each limit before surgery for synkinesis holds by itself
    Source: Azizzadeh 2019. Two cycles, 90 days, a year and six months are our own limits, for review.

    @boundary
    Scenario Outline: Cycles, training, age and standstill
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And a tumour has been excluded
      And the palsy began <time> ago
      And the face has been stable for <stable> months
      And earlier treatments
        | treatment                      | response | cycles   | started    | ended        | last given   |
        | botulinum toxin for synkinesis | partial  | <cycles> |            |              | 100 days ago |
        | neuromuscular retraining       | partial  |          | <training> | 200 days ago |              |
      When the plan is drawn up
      Then selective neurectomy is <fate>
      And selective myectomy is <fate>

      Examples: all four are met
        | time     | stable | cycles | training     | fate                 |
        | 24 months | 8     | 2      | 400 days ago | offered as an option |

      Examples: toxin cycles
        | time     | stable | cycles | training     | fate                 |
        | 24 months | 8     | 1      | 400 days ago | held                 |
        | 24 months | 8     | 3      | 400 days ago | offered as an option |

      Examples: days of training
        | time     | stable | cycles | training     | fate                 |
        | 24 months | 8     | 2      | 289 days ago | held                 |
        | 24 months | 8     | 2      | 290 days ago | offered as an option |
        | 24 months | 8     | 2      | 291 days ago | offered as an option |

      Examples: age of the palsy
        | time     | stable | cycles | training     | fate                 |
        | 364 days | 8      | 2      | 300 days ago | held                 |
        | 365 days | 8      | 2      | 300 days ago | offered as an option |
        | 366 days | 8      | 2      | 300 days ago | offered as an option |

      Examples: months without change
        | time     | stable | cycles | training     | fate                 |
        | 24 months | 5     | 2      | 400 days ago | held                 |
        | 24 months | 6     | 2      | 400 days ago | offered as an option |
        | 24 months | 7     | 2      | 400 days ago | offered as an option |

    Scenario: Toxin goes on beside it, with second thoughts
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 24 months ago
      And earlier treatments
        | treatment                      | response | cycles | last given   |
        | botulinum toxin for synkinesis | partial  | 3      | 100 days ago |
      When the plan is drawn up
      Then toxin for synkinesis is offered as an option
      And toxin for synkinesis carries a caution about previous treatment

    @row-bar.early.synkinesis
    Scenario: A face that is still changing is not cut
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the face is recovering
      And the palsy began 24 months ago
      When the plan is drawn up
      Then selective neurectomy is not offered because it is too early

    @row-caution.neurectomy.eye
    Scenario: The branches to an eye that stays open are not cut
      Given a patient with House-Brackmann grade IV
      And moderate synkinesis
      And the eye does not close completely
      And the face has been stable for 8 months
      And the palsy began 24 months ago
      And earlier treatments
        | treatment                      | response | cycles | started      | last given   |
        | botulinum toxin for synkinesis | partial  | 2      |              | 100 days ago |
        | neuromuscular retraining       | partial  |        | 400 days ago |              |
      When the plan is drawn up
      Then selective neurectomy carries a caution about eye closure

    Scenario: When toxin can never be given, training alone leads to the surgeon
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And toxin allergy
      And the face has been stable for 8 months
      And the palsy began 24 months ago
      And earlier treatments
        | treatment                | response | started      |
        | neuromuscular retraining | none     | 400 days ago |
      When the plan is drawn up
      Then toxin for synkinesis is not offered because it is contraindicated
      And selective neurectomy is offered

  @row-bar.tried.toxin @row-caution.retraining.again
  Rule: What brought nothing is not repeated unchanged
    Source: clinical practice; to be confirmed.

    @boundary
    Scenario Outline: Two cycles without any benefit
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 24 months ago
      And earlier treatments
        | treatment                      | response   | cycles   | last given   |
        | botulinum toxin for synkinesis | no benefit | <cycles> | 100 days ago |
      When the plan is drawn up
      Then toxin for synkinesis is <fate>
      And neuromuscular retraining is offered

      Examples:
        | cycles | fate                                             |
        | 1      | offered                                          |
        | 2      | not offered because it was tried without benefit |
        | 3      | not offered because it was tried without benefit |

    Scenario: Training that did not help is done otherwise
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 24 months ago
      And earlier treatments
        | treatment                | response   | started      |
        | neuromuscular retraining | no benefit | 200 days ago |
      When the plan is drawn up
      Then neuromuscular retraining is offered
      And neuromuscular retraining carries a caution about previous treatment

  @row-retraining.tight @row-toxin.symmetry.nonflaccid @row-flap.symmetry
  Rule: A tight face is alive as well
    Source: Guntinas-Lichius 2022.

    Scenario: Contracture alone is retrained
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And hypertonicity or contracture
      And the palsy began 2 years ago
      When the plan is drawn up
      Then neuromuscular retraining is offered as a recommendation
      And no muscle transfer is offered
      And the main pathway is A12

    Scenario: Who wants an even face at rest may have toxin on the other side, last
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the patient wants an even face at rest
      And the palsy began 2 years ago
      When the plan is drawn up
      Then toxin for symmetry is offered in the refine stage
      And flap is offered in the refine stage

  @row-bar.toxin.antibodies @row-bar.toxin.lactation @row-module.breast_feeding
  Rule: Where toxin waits or is useless
    Source: product labels.

    Scenario Outline: Each reason is said
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 14 months ago
      And <finding>
      When the plan is drawn up
      Then toxin for synkinesis is not offered because <reason>
      And neuromuscular retraining is offered

      Examples:
        | finding          | reason                |
        | toxin antibodies | it is contraindicated |
        | breast-feeding   | it must wait          |

  @row-flag.nerve.synkinesis @row-bar.miswired
  Rule: A mis-wired face is innervated, whatever the note says of the nerve
    Source: Guntinas-Lichius 2022; to be confirmed.

    Scenario Outline: It is trained and injected, not grafted, and the note is looked at again
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And <nerve>
      And the palsy began 8 months ago
      When the plan is drawn up
      Then the plan says "Synkinesis does not go with a nerve that is wholly cut and was never rebuilt"
      And toxin for synkinesis is offered
      And nerve graft is not offered because it is not indicated

      Examples:
        | nerve                             |
        | the nerve was cut through         |
        | the nerve was removed with a tumour |
