# caught: line 5: This step needs a table under it
Feature: A step whose table was forgotten
  Scenario: The eye is protected
    Given a patient with grade V
    And these findings
    When the plan is drawn up
    Then the eye is protected
