# caught: line 3: This scenario has no Then
Feature: A scenario that checks nothing
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
