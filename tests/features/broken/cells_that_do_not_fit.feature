# caught: line 10: This row has more or fewer cells than its table
Feature: A row with a cell too few
  Scenario Outline: The eye is protected
    Given a patient with grade <grade> and <side>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade | side |
      | VI    | left |
      | V     |
