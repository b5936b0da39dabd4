# caught: line 2: This line cannot be read here
Scenario: A file begins with a feature
  Given a patient with grade V
