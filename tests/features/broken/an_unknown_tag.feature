# caught: line 4: @gaet is not on the list of tags
# caught: line 11: @slow is not on the list of tags
Feature: Tags that are not on the list
  @gaet
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected

  @gate
  @slow
  Scenario: The eye is protected, too
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected
