# caught: line 5: <grades> is not a column of the Examples on line 8
# caught: line 9: The column | grade | is used by no step
Feature: A slot that no column fills
  Scenario Outline: The eye is protected
    Given a patient with grade <grades>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade |
      | V     |
