# caught: line 4: This line is not run
# caught: line 5: This line is not run
Feature: A keyword that lost its colon
  Scenario The eye is protected
    Given a patient with grade V

  Scenario: The eye is protected after all
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
