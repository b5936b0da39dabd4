# caught: line 4: This line is not run
Feature: The first step is misspelt, and the scenario goes on without its patient
  Scenario: The eye is protected
    Givn a patient with grade V
    When the plan is drawn up
    Then the eye is protected
