# caught: line 8: This line cannot be read here
Feature: A misspelt keyword after a scenario
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected

  Scenrio: The eye is protected again
