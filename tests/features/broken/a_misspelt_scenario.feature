# caught: line 5: This line is not run
# caught: line 6: This line is not run
Feature: A misspelt keyword is free text to Gherkin

  Scenari: The eye is protected
    Given a patient with grade V

  Scenario: The eye is protected after all
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
