# language: klingon
# caught: line 1: This language is not known
Feature: A language that Gherkin does not speak
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
