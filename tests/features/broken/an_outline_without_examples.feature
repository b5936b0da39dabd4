# caught: line 4: This outline has no Examples
# caught: line 5: <grade> has no Examples table
Feature: An outline without Examples
  Scenario Outline: The eye is protected
    Given a patient with grade <grade>
    When the plan is drawn up
    Then the eye is protected
