# caught: line 3: A background tells what is given
Feature: A background cannot check
  Background:
    Given a patient with grade V
    Then the eye is protected
  Scenario: The eye is protected
    When the plan is drawn up
    Then the eye is protected
