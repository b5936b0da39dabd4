# caught: line 10: This row is the same as the one on line 9
Feature: One row stands there twice
  Scenario Outline: The eye is protected
    Given a patient with grade <grade>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade |
      | V     |
      | V     |
