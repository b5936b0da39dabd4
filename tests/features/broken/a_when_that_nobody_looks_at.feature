# caught: line 7: Nothing is checked after this step
Feature: The last thing that happens has no outcome
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
    When the plan is drawn up
