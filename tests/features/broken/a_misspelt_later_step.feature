# caught: line 5: This line cannot be read here
Feature: A later step is misspelt
  Scenario: The eye is protected
    Given a patient with grade V
    Wen the plan is drawn up
    Then the eye is protected
