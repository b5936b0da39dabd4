Feature: Slings, flaps and lid weights
  What is static works at once and asks little: it holds up the mouth and closes the eye, but it does not smile.

  @seed
  Rule: Who is not fit for a long operation, or does not want one, is offered what is static
    Source: Shokri 2020; Sohrab 2015 for the eyelid. Age alone is no reason.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 3 years ago
      And a tumour has been excluded
      And no sign of a tumour

    Scenario: A frail patient is offered a sling and a lid weight
      Given the patient is not fit for a long operation
      When the plan is drawn up
      Then static sling is offered in the restore stage
      And upper eyelid weight is offered
      And free gracilis muscle transfer is not offered
      And the eye is protected
      And the main pathway is A20

    Scenario: Age alone takes nothing away
      Given the patient is 78 years old
      And the patient is fit for surgery
      And all donor nerves are intact
      When the plan is drawn up
      Then free gracilis muscle transfer is offered

    Scenario: What a patient declines is shown as declined and not hidden
      Given the patient is fit for surgery
      And all donor nerves are intact
      And the patient declines free gracilis muscle transfer
      When the plan is drawn up
      Then free gracilis muscle transfer is not offered because the patient declined it
