Feature: Hemifacial spasm
  A twitching face that was never paralysed. A vessel on the nerve is the usual reason.

  @row-toxin.spasm @row-mri.spasm @row-companion.toxin.spasm.image @row-spasm.decompression.wanted @row-pathway.hemifacial_spasm
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

    @row-toxin.spasm.risky
    Scenario: Where toxin that spreads would do harm a specialist weighs it
      Given trouble swallowing
      When the plan is drawn up
      Then toxin for spasm is offered as a specialist option

  @row-pathway.synkinesis
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

  @row-spasm.decompression.failed @row-spasm.decompression.wanted @row-spasm.decompression.no_contact @row-spasm.decompression.held @row-spasm.neurology @row-companion.decompression.hearing @row-companion.toxin.spasm.repeat_image
  Rule: Surgery on the vessel follows the image and the needle
    Source: Miller 2012; toxin first is practice, not proof.

    Background:
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And hemifacial spasm
      And no spasm after a palsy
      And the patient is fit for surgery
      And the palsy began 3 years ago

    Scenario Outline: The image and two cycles of toxin decide
      Given the MRI is <image>
      And earlier treatments
        | treatment       | response   | cycles   | last given   |
        | toxin for spasm | <response> | <cycles> | 100 days ago |
      When the plan is drawn up
      Then microvascular decompression is <fate>

      Examples:
        | image                              | response | cycles | fate                           |
        | a vessel in contact with the nerve | partial  | 1      | offered as an option           |
        | a vessel in contact with the nerve | partial  | 2      | offered as a recommendation    |
        | normal                             | partial  | 1      | held                           |
        | normal                             | partial  | 2      | offered as a specialist option |

    Scenario: Before the image it is held, and neurology is asked
      When the plan is drawn up
      Then microvascular decompression is held
      And microvascular decompression waits for MRI
      And specialist referral goes to neurology

    Scenario: The hearing is tested before it
      Given the MRI is a vessel in contact with the nerve
      When the plan is drawn up
      Then audiometry is offered

    @row-caution.decompression.hearing
    Scenario: An only hearing ear is weighed
      Given the MRI is a vessel in contact with the nerve
      And only hearing ear
      When the plan is drawn up
      Then microvascular decompression carries a caution about only hearing ear

    @row-bar.tried.toxin.spasm
    Scenario: Toxin without any benefit is not repeated
      Given earlier treatments
        | treatment       | response   | cycles | last given   |
        | toxin for spasm | no benefit | 2      | 100 days ago |
      When the plan is drawn up
      Then toxin for spasm is not offered because it was tried without benefit

    @row-bar.tried.decompression
    Scenario: A decompression that failed is not repeated
      Given the MRI is a vessel in contact with the nerve
      And earlier treatments
        | treatment                    | response   | started      |
        | microvascular decompression  | no benefit | 500 days ago |
      When the plan is drawn up
      Then microvascular decompression is not offered because it was tried without benefit

    @row-bar.done.decompression
    Scenario: Relief may come late, so the first year is waited for
      Given the MRI is a vessel in contact with the nerve
      And earlier treatments
        | treatment                    | response | started     |
        | microvascular decompression  | partial  | 90 days ago |
      When the plan is drawn up
      Then microvascular decompression is not offered because it is too early

  @row-toxin.spasm.unclear @row-flag.spasm.weak @row-flag.blepharospasm @row-caution.spasm.both @row-flag.spasm.after @row-module.spasm_after_palsy @row-cause.spasm_after_palsy @row-consider.spasm
  Rule: A twitch in a weak face, or on both sides, is something else
    Source: clinical practice; to be confirmed. A lesion on the nerve, or blepharospasm.

    Scenario: Weakness beside a spasm is imaged
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And hemifacial spasm
      And no spasm after a palsy
      And the palsy began 2 years ago
      When the plan is drawn up
      Then tumour work-up is offered
      And microvascular decompression is not offered
      And the plan points out hemifacial spasm

    @row-tumour.referral.spasm @row-eye.protect.spasm
    Scenario: New weakness beside a spasm is seen within the day, the eye protected until it is seen to close
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And hemifacial spasm
      And no spasm after a palsy
      And the palsy began 4 days ago
      When the plan is drawn up
      Then specialist referral is due within 24 hours
      And the eye is protected

    Scenario: While nobody knows which came first, toxin is an option
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And hemifacial spasm
      And the palsy began 2 years ago
      When the plan is drawn up
      Then toxin for spasm is offered as an option
      And an answer about spasm after a palsy could take toxin for spasm away
      And the plan thinks of another cause

    Scenario: Both sides at once is blepharospasm until it is not
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And hemifacial spasm
      And both sides are weak
      And the palsy began 2 years ago
      When the plan is drawn up
      Then microvascular decompression is not offered
      And toxin for spasm carries a caution about side
      And the plan says "blepharospasm"

    Scenario: A spasm after a palsy is retrained like synkinesis
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And hemifacial spasm
      And spasm after a palsy
      And the palsy began 2 years ago
      When the plan is drawn up
      Then neuromuscular retraining is offered
      And microvascular decompression is not offered
      And the plan also follows A12

    Scenario: A spasm that is both denied and reported is pointed out
      Given a patient with House-Brackmann grade II
      And no hemifacial spasm
      And spasm after a palsy
      And the palsy began 2 years ago
      When the plan is drawn up
      Then the plan points out hemifacial spasm and spasm after a palsy
