# caught: line 3: This scenario has no step
Feature: A scenario that was never written
  Scenario: The eye is protected
