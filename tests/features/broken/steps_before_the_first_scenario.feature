# caught: line 4: This line is not run
# caught: line 5: This line is not run
Feature: Steps that stand under no scenario
  Given a patient with grade V
  gven a patient with grade V

  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
