# caught: line 3: This line has a letter that is not saved as UTF-8
Feature: Saved in an old encoding
  Scenario: Bell’s palsy
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
