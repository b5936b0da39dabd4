# caught: line 4: No row of the tables has the id steroid.bell
# caught: line 10: No row of the tables has the id toxin.synkinesiss.
Feature: Tags that name no row of the tables
  @row-steroid.bell
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected

  @gate @row-toxin.synkinesiss
  Scenario: The eye is protected, too
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
