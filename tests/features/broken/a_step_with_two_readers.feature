# caught: line 6: This step can be read in two ways
Feature: A step that two pieces of code claim
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the mouth is protected
