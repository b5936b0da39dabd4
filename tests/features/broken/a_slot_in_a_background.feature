# caught: line 4: <grade> stands in a background
Feature: No table reaches a background
  Background:
    Given a patient with grade <grade>
  Scenario Outline: The eye is protected
    Given a patient with grade <grade>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade |
      | V     |
