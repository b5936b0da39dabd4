Feature: Partial paralysis with synkinesis
  A face that moves, but moves in the wrong places, is alive: its nerve has grown back miswired.
  It is retrained and calmed with toxin first; knives come last.

  @seed
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
