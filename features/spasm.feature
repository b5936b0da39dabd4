Feature: Hemifacial spasm
  A twitching face that was never paralysed. A vessel on the nerve is the usual reason.

  Rule: Toxin into the twitching muscles, or surgery on the vessel
    Source: Simpson 2008 (AAN) for toxin, Miller 2012 for microvascular decompression.

    Background:
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And hemifacial spasm
      And no spasm after a palsy
      And the palsy began 3 years ago

    @seed
    Scenario: Toxin comes with an image of the posterior fossa, and surgery after it
      When the plan is drawn up
      Then toxin for spasm is offered in the rehabilitate stage
      And MRI of the posterior fossa is offered in the protect stage
      And MRI of the posterior fossa comes before microvascular decompression
      And the main pathway is A17

    Scenario: Surgery is open from the start once a vessel is seen on the nerve
      Given the MRI is a vessel in contact with the nerve
      And the patient is fit for surgery
      When the plan is drawn up
      Then microvascular decompression is offered in the restore stage

    Scenario: Toxin allergy closes toxin and leaves surgery
      Given toxin allergy
      And the MRI is a vessel in contact with the nerve
      And the patient is fit for surgery
      When the plan is drawn up
      Then toxin for spasm is not offered because it is contraindicated
      And microvascular decompression is offered

  Rule: Spasm after a palsy is no vessel on the nerve
    Source: clinical practice; to be confirmed.

    Scenario: A twitch after a palsy is never decompressed
      Given a patient with House-Brackmann grade III
      And moderate synkinesis
      And hemifacial spasm
      And spasm after a palsy
      And the palsy began 2 years ago
      When the plan is drawn up
      Then microvascular decompression is not offered
      And the main pathway is A12
