# caught: line 1: Nothing in this file is run
# caught: line 5: This line is not run
# caught: line 6: This line is not run
Feature: Nothing here begins with a keyword that Gherkin knows
  Senario: The eye is protected
    Given a patient with grade V
