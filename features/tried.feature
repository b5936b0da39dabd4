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

  @row-caution.steroid.again
  Rule: A course that was begun is finished, not doubled
    Source: clinical practice; to be confirmed.

    Scenario: A corticosteroid is on record already
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is Bell's palsy
      And the palsy began 2 days ago
      And earlier treatments
        | treatment      | response | started     |
        | corticosteroid | ongoing  | 1 day ago   |
      When the plan is drawn up
      Then corticosteroid carries a caution about previous treatment
