# caught: line 4: The first step cannot follow on
Feature: And what?
  Scenario: The eye is protected
    And a patient with grade V
    Then the eye is protected
