# caught: line 6: The code of this step broke.
Feature: A step that fails as no promise does
  Scenario: The ear is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the ear is protected
