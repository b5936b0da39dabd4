Feature: What the door refuses
  An assessment that cannot be right is refused with every fault at once, and nothing is planned.

  Rule: Every fault is named, with the nearest right word
    Source: the public contract, faults.

    Scenario: A grade that does not exist is refused with the one that was probably meant
      Given a patient with House-Brackmann grade III
      And the assessment says "IIV" for the House-Brackmann grade
      When the assessment is posted
      Then the assessment is refused because of the House-Brackmann grade
      And the refusal suggests "IV"
      And nothing is planned for the patient

    Scenario: An assessment without a grade is refused
      Given moderate synkinesis
      And the palsy began 14 months ago
      When the assessment is posted
      Then the assessment is refused because of the House-Brackmann grade

    Scenario: Two faults are named at once
      Given the palsy began 14 months ago
      And a patient with House-Brackmann grade III
      And the assessment says "often" for hemifacial spasm
      And the assessment has an entry "eye_closur" that says "complete"
      When the assessment is posted
      Then the refusal names 2 faults
      And the refusal suggests "eye_closure"

    Scenario: A name is no patient reference, and is not repeated
      Given a patient with House-Brackmann grade III
      And the assessment says "Anna Muster" for the patient reference
      When the assessment is posted
      Then the assessment is refused because of the patient reference
      And the refusal does not repeat "Anna"

    Scenario: A time that lies ahead is refused
      Given a patient with House-Brackmann grade III
      And the palsy began on 14 March 2199
      When the assessment is posted
      Then the assessment is refused

    Scenario Outline: Each kind of fault is said for what it is
      Given a patient with House-Brackmann grade III
      And the palsy began 2 months ago
      And the assessment says <typed> for <entry>
      When the assessment is posted
      Then the assessment is refused because of <entry>
      And nothing is planned for the patient

      Examples:
        | typed           | entry              |
        | "3"             | age                |
        | "III "          | synkinesis         |
        | the number 130  | age                |
        | the number 3    | synkinesis         |
        | an empty list   | eye symptoms       |
        | "maybe"         | diabetes           |
        | "left side"     | side               |
        | "14.03.2026"    | date of the EMG    |

    Scenario: Two times of onset contradict each other
      Given a patient with House-Brackmann grade III
      And the palsy began 2 months ago
      And the assessment has an entry "onset_date" that says "2026-01-01"
      When the assessment is posted
      Then the assessment is refused

    Scenario: Without a time of onset, or a word that nobody knows it, it is refused
      Given a patient with House-Brackmann grade III
      And the assessment leaves out duration
      When the assessment is posted
      Then the assessment is refused

    Scenario: What contradicts itself medically is no fault of the form
      Given a patient with House-Brackmann grade VI
      And severe synkinesis
      And the palsy began 2 months ago
      When the assessment is posted
      Then the assessment is accepted

  @line
  Rule: Sending twice is sending once
    Source: the public contract, same or other.

    Background:
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began 5 months ago
      And the assessment reference is "visit-1"

    Scenario: The same assessment sent again gives the same answer and one plan
      When the plan is drawn up
      And the same assessment is posted again
      Then the answer is the same as before
      And the patient has 1 current plan

    Scenario: Another assessment under a known reference is refused
      When the plan is drawn up
      And another assessment is posted under the same reference
        | finding | value |
        | grade   | V     |
      Then the assessment is refused as another one under a known reference
