# caught: line 6: This is not what came
Feature: A plan that differs from its promise
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then a nerve graft is offered
