@line @passing_time
Feature: The same assessment, planned again
  Tables change, and machines are started again. What was assessed is planned again with whatever tables are asked for, each
  assessment as of the day of its receipt. Only what says something new is told.

  Rule: With the same tables nothing is news
    Source: the public contract, current plan and replay.

    Background:
      Given a line on which nobody was assessed yet
      And a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 89 days ago

    Scenario: No plan changes although weeks have passed since
      When the plan is drawn up
      And 4 weeks have passed
      And all assessments are planned again with the same tables
      Then 0 plans say something new
      And toxin for synkinesis is not offered
      And the plan is waiting

    Scenario: A line that is started again knows what it knew
      When the plan is drawn up
      And the clinician accepts the rehabilitate stage
      And the line is stopped and started again
      Then the decision is kept with the plan
      And the patient has 1 current plan

  Rule: With other tables the plan that changes takes the place of the one before
    Source: the public contract, current plan; the newest knowledge counts.

    Background:
      Given a line on which nobody was assessed yet
      And a patient with House-Brackmann grade III
      And moderate synkinesis
      And the palsy began 120 days ago

    Scenario: A window is moved, and its plan with it
      When the plan is drawn up
      And all assessments are planned again with tables in which the window "toxin_earliest" is "180 d"
      Then 1 plan says something new
      And toxin for synkinesis is not offered
      And the earlier plan is superseded
      And the plan is waiting

    Scenario: A window that this patient is well within leaves the plan as it is
      When the plan is drawn up
      And all assessments are planned again with tables in which the window "toxin_earliest" is "100 d"
      Then toxin for synkinesis is offered
      And the earlier plan is waiting
