# caught: line 4: grade 'IIV' is not one of I–VI. Did you mean IV?
Feature: A word that does not fit its place
  Scenario: The eye is protected
    Given a patient with grade IIV
    When the plan is drawn up
    Then the eye is protected
