# caught: line 4: This step does not read the text under it
Feature: A text that no step reads
  Scenario: The eye is protected
    Given a patient with grade V
      """
      and an incomplete eye closure
      """
    When the plan is drawn up
    Then the eye is protected
