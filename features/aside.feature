@line
Feature: What cannot be read is kept
  Behind an assessment that no station can read is a patient without a plan. It is set aside whole, those who wait for it are
  told, and nothing else has to wait.

  Rule: Whoever waits for the plan learns that there is none
    Source: the public contract, set aside; our own, for review.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago

    Scenario Outline: The worklist names the patient, and the operator finds the assessment
      When an assessment of the patient arrives <damage>
      Then the worklist says "Could not be planned" of the patient
      And the operator finds it set aside <damage>

      Examples:
        | damage                          |
        | with a word that does not exist |
        | cut off in the middle           |
        | without saying what it is       |

    Scenario: The sender can see that the assessment was set aside
      When an assessment of the patient arrives cut off in the middle
      Then the sender reads that it was set aside

    Scenario: The case shows beside the plan that a further assessment has none
      When the plan is drawn up
      And an assessment of the patient arrives cut off in the middle
      Then the worklist says "Could not be planned" of the patient
      And the page of the case says "A further assessment of this patient has no plan yet"

  Rule: Nothing else has to wait for what was set aside
    Source: the public contract; events are set aside one by one.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago

    Scenario: The patient's next assessment is planned
      When an assessment of the patient arrives cut off in the middle
      And the plan is drawn up
      Then the plan is waiting
      And the patient is on the worklist

    Scenario: The plan before it stays current and can be decided on
      When the plan is drawn up
      And an assessment of the patient arrives with a word that does not exist
      And the clinician accepts the protect stage
      Then the decision is kept with the plan

  Rule: The sender mends it, or time does
    Source: the public contract, set-aside and retry.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago

    Scenario: A mended assessment takes its place
      When an assessment of the patient arrives cut off in the middle
      And the sender puts a mended one in its place
      Then the plan is waiting
      And the worklist does not say that the patient waits for a plan
      And nothing of the patient is set aside any more

    Scenario: What cannot be read again stands there once
      When an assessment of the patient arrives with a word that does not exist
      And the operator hands on again what was set aside
      Then it is set aside once, tried again 1 time
      And the sender reads that it was set aside

    @passing_time
    Scenario: A new release reads it, and the plan counts from the day of its receipt
      Given a release of Facialis that cannot read this patient's assessments yet
      When the assessment is posted, and set aside
      And 3 days have passed
      And a release that can read them is installed
      And the operator hands on again what was set aside
      Then the plan of the assessment arrives
      And the plan counts from the day when the assessment was received
      And nothing of the patient is set aside any more

    @passing_time
    Scenario: A withdrawn assessment needs no release
      Given a release of Facialis that cannot read this patient's assessments yet
      When the assessment is posted, and set aside
      And the assessment is withdrawn because of wrong patient
      Then the worklist does not say that the patient waits for a plan
      And nothing of the patient is set aside any more
