# caught: line 6: The code of this step is async and would never run
Feature: A step whose code never runs
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the plan is fine in some future
