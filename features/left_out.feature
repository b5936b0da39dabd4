Feature: What is left out, and why
  Everything that could be done stands in the plan or is left out for a reason. Here is what a wary reader would miss.

  Rule: A test is not done twice
    Source: to be confirmed; our own, for review.

    Scenario Outline: The result is there already
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And these findings
        | finding   | value    |
        | <problem> | <said>   |
        | <test>    | <result> |
      And the palsy began <time> ago
      When the plan is drawn up
      Then <image> is not offered

      Examples:
        | grade | problem | said                   | time   | test                     | result     | image                     |
        | V     | cause   | fracture of the temporal bone | 3 days | CT of the temporal bone  | a fracture | CT of the temporal bone   |
        | IV    | side    | both sides             | 3 days | MRI                      | normal     | MRI of the brain          |

  Rule: Lyme disease is treated in its first half year
    Source: to be confirmed; our own, for review.

    @boundary
    Scenario Outline: A rash of long ago is no fresh infection
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And erythema migrans
      And the palsy began <time> ago
      When the plan is drawn up
      Then Lyme treatment is <treated>

      Examples:
        | time     | treated     |
        | 181 days | offered     |
        | 182 days | not offered |
        | 183 days | not offered |

    Scenario: Nobody is treated for Lyme disease without a sign of it
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And nothing else is wrong
      And the palsy began 3 days ago
      When the plan is drawn up
      Then Lyme treatment is not offered
      And work-up of both sides is not offered
      And audiometry is not offered

  Rule: A face that moves well and only twitches is not exercised
    Source: to be confirmed; our own, for review.

    Scenario: Spasm without weakness
      Given a patient with House-Brackmann grade I
      And no synkinesis
      And hemifacial spasm
      And the palsy began 2 years ago
      When the plan is drawn up
      Then physical therapy is not offered

  Rule: The needle answers a question only in a face that hardly moves
    Source: to be confirmed; our own, for review.

    Scenario Outline: From grade five
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And the palsy began 5 months ago
      When the plan is drawn up
      Then electromyography is <offered>

      Examples:
        | grade | offered     |
        | IV    | not offered |
        | V     | offered     |

  Rule: An eye that closes and is calm is not covered, and a tight mouth not trained
    Source: to be confirmed; our own, for review.

    Scenario: Neither cover nor speech therapy without a need
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the eye closes fully and is calm
      And no oral incompetence
      And no trouble swallowing
      And the patient wants an even face at rest
      And the palsy began 5 months ago
      When the plan is drawn up
      Then temporary eye closure is not offered
      And speech and swallowing therapy is not offered
