# language: de
# caught: line 9: This line is not run
# caught: line 10: This line is not run
Funktionalität: Auch auf Deutsch wird nichts verschluckt

  Regel: Das Auge kommt zuerst
    Quelle: hier steht, woher sie kommt.

    Szenari: Das Auge wird geschützt
      Angenommen a patient with grade V

    Szenario: Das Auge wird doch geschützt
      Angenommen a patient with grade V
      Wenn the plan is drawn up
      Dann the eye is protected
