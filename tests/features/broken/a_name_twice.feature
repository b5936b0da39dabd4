# caught: line 8: This name is taken
Feature: Two scenarios with one name
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected

  Scenario: The eye is protected
    Given a patient with grade VI
    When the plan is drawn up
    Then the eye is protected
