# caught: line 4: I do not know this step
Feature: A step that nobody defined
  Scenario: The eye is protected
    Given a patient of grade V
    When the plan is drawn up
    Then the eye is protected
