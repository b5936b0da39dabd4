Feature: What was not assessed
  A finding that nobody looked at is never taken for absent. The plan says what it would change, and asks.

  @row-refer.flaccid @row-steroid.presumed
  Rule: Grade, duration and synkinesis are enough for a plan
    Source: the least that a referral letter holds.

    @seed
    Scenario: The smallest assessment gets a plan, a reason and questions
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the palsy began 5 months ago
      When the plan is drawn up
      Then the eye is protected
      And referral to a facial nerve specialist is offered
      And the plan asks about cause
      And the plan thinks of parotid cancer
      And every treatment that is not offered has a reason

    Scenario: Nothing is offered that the worst answer would take away, unless it is named
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the palsy began 1 day ago
      When the plan is drawn up
      Then corticosteroid is offered
      And age and pregnancy must be confirmed before corticosteroid
      And the plan asks about forehead spared before age

    Scenario: In the first hours the signs of a stroke are asked for before all else
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the palsy began 3 hours ago
      When the plan is drawn up
      Then the plan asks about other neurological signs first

    Scenario: An onset that nobody knows protects the eye and asks for the date
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And nobody knows when the palsy began
      When the plan is drawn up
      Then the eye is protected
      And the plan asks about time since the palsy began
      And no surgery is offered

  @row-flag.grade.six @row-again.conflict @row-bar.conflict
  Rule: Findings that contradict each other hold back what cannot be undone
    Source: a face that does not move cannot have synkinesis; House 1985.

    Scenario: Grade VI with severe synkinesis is examined again
      Given a patient with House-Brackmann grade VI
      And severe synkinesis
      And the palsy began 14 months ago
      When the plan is drawn up
      Then the plan is in conflict
      And repeat examination is offered
      And no irreversible treatment is offered
      And the eye is protected
      And the plan points out House-Brackmann grade and synkinesis
      And selective neurectomy is not offered because the findings contradict each other

    Scenario: A face that is normal and has no complaint is left alone
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And no hemifacial spasm
      And the palsy began 14 months ago
      When the plan is drawn up
      Then no surgery is offered
      And no botulinum toxin is offered
      And the main pathway is A21
