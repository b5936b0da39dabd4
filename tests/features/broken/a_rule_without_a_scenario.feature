# caught: line 8: This rule has no scenario
Feature: A rule that nothing checks
  Rule: The eye comes first
    Scenario: The eye is protected
      Given a patient with grade V
      When the plan is drawn up
      Then the eye is protected
  Rule: The mouth comes second
