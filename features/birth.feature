Feature: A palsy from birth, and children
  It does not get worse and does not come back; the eye, feeding, hearing and growing up lead the plan.

  @row-pathway.congenital @row-cause.congenital.child @row-cause.congenital.eye @row-cause.congenital.eye_care @row-cause.congenital.speech @row-cause.congenital.mind @row-brain.congenital @row-hearing.congenital @row-bar.congenital
  Rule: A child with a palsy from birth is seen by many, and operated on by none too early
    Source: clinical practice; to be confirmed. A muscle from about five years.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is Möbius syndrome
      And the palsy was there from birth
      And a tumour has been excluded
      And all donor nerves are intact

    Scenario: Everything that grows is looked after
      Given the patient is 2 years old
      And the palsy began 2 years ago
      When the plan is drawn up
      Then specialist referral goes to paediatrics
      And the eye is protected
      And ophthalmology referral is offered
      And speech therapy is offered
      And psychological support is offered
      And audiometry is offered
      And MRI of the brain is offered
      And no nerve surgery is offered
      And the main pathway is A15

    @boundary @row-bar.child
    Scenario Outline: Five years for a muscle
      Given the patient is <age> years old
      And the palsy began <age> years ago
      When the plan is drawn up
      Then gracilis muscle transfer is <fate>

      Examples:
        | age | fate                                |
        | 4   | not offered because it is too early |
        | 5   | offered                             |
        | 6   | offered                             |

    @row-cause.congenital.adult
    Scenario: A grown-up goes to the reanimation team
      Given the patient is 30 years old
      And the palsy began 30 years ago
      When the plan is drawn up
      Then specialist referral goes to the facial nerve surgeon
      And gracilis muscle transfer is offered

    @row-bar.steroid.congenital
    Scenario: Medicines for Bell's palsy have no place
      Given the patient is 1 years old
      And the palsy began 1 day ago
      When the plan is drawn up
      Then corticosteroid is not offered

  @row-cause.congenital.watch @row-bar.congenital.birth_injury
  Rule: A birth injury mostly recovers by itself
    Source: clinical practice; to be confirmed.

    @boundary
    Scenario Outline: Half a year for the newborn
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is birth injury
      And the palsy was there from birth
      And the patient is 0.4 years old
      And the palsy began <time> ago
      When the plan is drawn up
      Then observation is <fate>

      Examples:
        | time     | fate        |
        | 181 days | offered     |
        | 182 days | not offered |
        | 183 days | not offered |

    @row-nerve.graft.cut @row-bar.child
    Scenario Outline: A nerve cut at birth is rebuilt, one that never was is not
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the cause is <cause>
      And the palsy was there from birth
      And the nerve was cut through
      And the proximal stump is usable
      And a tumour has been excluded
      And the patient is 0.4 years old
      And the palsy began 4 months ago
      When the plan is drawn up
      Then nerve graft <answer>
      And gracilis muscle transfer is not offered because it is too early

      Examples:
        | cause          | answer                                      |
        | birth injury   | is offered as a recommendation              |
        | Möbius syndrome | is not offered because it is not indicated |

    Scenario: Until then no sling and no muscle
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the cause is birth injury
      And the tumour will be removed
      And the nerve was cut through
      And the palsy began 3 months ago
      When the plan is drawn up
      Then temporalis muscle transfer is not offered because it is too early

  @row-caution.toxin.child @row-caution.surgery.child @row-caution.retraining.child @row-caution.medicine.child
  Rule: In the young each treatment says so
    Source: product labels for toxin; clinical practice for the rest.

    @boundary
    Scenario Outline: Toxin below eighteen
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 1 years ago
      And the patient is <age> years old
      When the plan is drawn up
      Then toxin for synkinesis carries <caution> caution about age

      Examples:
        | age | caution |
        | 17  | a       |
        | 18  | no      |
        | 19  | no      |

    Scenario: Surgery for the young belongs to a children's centre
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And a tumour has been excluded
      And the patient is 12 years old
      And the palsy began 4 years ago
      When the plan is drawn up
      Then gracilis muscle transfer carries a caution about age

    Scenario: A small child is retrained in play
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the patient is 3 years old
      And the palsy began 5 months ago
      When the plan is drawn up
      Then neuromuscular retraining carries a caution about age

    Scenario: A child's medicine is a paediatrician's choice
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And vesicles
      And the patient is 9 years old
      And the palsy began 1 day ago
      When the plan is drawn up
      Then zoster treatment carries a caution about age
