# caught: line 7: This is told after the last When
Feature: What is told too late, no plan knows of
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
    Given a patient with grade I
    Then the eye is protected
