# caught: line 8: The column | months | is used by no step
Feature: A column that no step uses
  Scenario Outline: The eye is protected
    Given a patient with grade <grade>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade | months |
      | V     | 3      |
      | VI    | 14     |
