# caught: line 4: This line is not run
Feature: Under a scenario every line of text is a fault
  Scenario: The eye is protected
    the patient has a dry eye as well
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
