# caught: line 4: This step does not read the table under it
Feature: A table that no step reads
  Scenario: The eye is protected
    Given a patient with grade V
      | finding     | value      |
      | eye closure | incomplete |
    When the plan is drawn up
    Then the eye is protected
