# caught: line 3: This line cannot be read here
# caught: line 4: This line cannot be read here
Scenario: A file begins with a feature
  Given a patient with grade V
