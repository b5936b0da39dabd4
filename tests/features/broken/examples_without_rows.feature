# caught: line 7: These Examples have no row
Feature: Examples without a row
  Scenario Outline: The eye is protected
    Given a patient with grade <grade>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade |
