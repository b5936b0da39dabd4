# language: de
Funktionalität: Ein Beispiel auf Deutsch
  Die Schlüsselwörter und die häufigsten Sätze gibt es auch auf Deutsch. Was fehlt, wird in sayings.de.yaml nachgetragen.

  @row-toxin.synkinesis @row-pathway.synkinesis
  Regel: Toxin und Training beginnen gemeinsam
    Quelle: Guntinas-Lichius 2022, systematische Übersicht und Empfehlungen.

    Szenario: Die Chirurgie kommt zuletzt
      Angenommen ein Patient mit House-Brackmann Grad III
      Und mäßige Synkinesien
      Und die Lähmung begann vor 14 Monaten
      Wenn der Plan erstellt wird
      Dann wird Toxin bei Synkinesien angeboten
      Und neuromuskuläres Training wird angeboten
      Und selektive Neurektomie wird nicht angeboten
      Und der Hauptpfad ist A12

    @boundary
    Szenariogrundriss: Toxin beginnt nach drei Monaten
      Angenommen ein Patient mit House-Brackmann Grad III
      Und mäßige Synkinesien
      Und die Lähmung begann vor <Zeit>
      Wenn der Plan erstellt wird
      Dann Toxin bei Synkinesien wird <Angebot>

      Beispiele:
        | Zeit     | Angebot         |
        | 89 Tagen | nicht angeboten |
        | 90 Tagen | angeboten       |
        | 91 Tagen | angeboten       |

  @gate @row-stroke.gate
  Regel: Eine ausgesparte Stirn ist ein Schlaganfall, bis er ausgeschlossen ist
    Quelle: Powers 2019; Baugh 2013.

    Szenario: Der Schlaganfall-Pfad steht vor allem anderen
      Angenommen ein Patient mit House-Brackmann Grad III
      Und die Stirn ist ausgespart
      Und das Auge schließt nicht vollständig
      Und die Lähmung begann vor 3 Stunden
      Wenn der Plan erstellt wird
      Dann beginnt der Plan mit Schlaganfall-Pfad
      Und das Auge wird geschützt
