# caught: line 3: This scenario has no name
Feature: A scenario without a name
  Scenario:
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
