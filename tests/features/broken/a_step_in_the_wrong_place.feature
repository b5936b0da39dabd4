# caught: line 6: I know this step under Given, not under Then
Feature: A step in the wrong place
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then a patient with grade V
