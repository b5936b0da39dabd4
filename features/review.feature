@line
Feature: The clinician decides
  A plan is a proposal. It stays until a newer assessment takes its place, the assessment is withdrawn, or a clinician has
  decided on it.

  Rule: The worklist begins with who cannot wait
    Source: the public contract, pages; urgency comes before everything else.

    Scenario: Who may have a stroke stands first, with the reason and with what nobody looked at
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the palsy began 3 hours ago
      And the forehead is spared
      When the plan is drawn up
      Then the worklist begins with this patient
      And the page of the case says "Activate the local stroke pathway now"
      And the page of the case says "not assessed"

  Rule: The newest assessment of a patient carries the current plan
    Source: the public contract, current plan.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago
      And the patient was assessed 30 days ago

    Scenario: A newer assessment supersedes the plan of the one before
      When the plan is drawn up
      And the patient is assessed again
        | finding | value |
        | grade   | IV    |
      Then the earlier plan is superseded
      And the plan is waiting
      And the current plan is the newer one

    Scenario: An older assessment that arrives late changes nothing
      When the plan is drawn up
      And an assessment from 60 days ago arrives late
        | finding | value |
        | grade   | V     |
      Then the current plan is the earlier one
      And the plan is superseded

    Scenario: Nobody can decide on a plan that was superseded
      When the plan is drawn up
      And the patient is assessed again
        | finding | value |
        | grade   | IV    |
      And the clinician accepts the protect stage of the earlier plan
      Then the decision is refused because another plan is current

  Rule: A withdrawn assessment leaves the worklist and stays readable
    Source: the public contract, doors.

    Scenario: The wrong patient was assessed
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago
      When the plan is drawn up
      And the assessment is withdrawn because of wrong patient
      Then the patient has 0 current plans
      And the patient is not on the worklist
      And the plan is withdrawn
      And the page of the case says "Its assessment was taken back: it was for another patient"
      And the assessment reads as withdrawn

  Rule: A decision is made stage by stage, on a plan that was seen
    Source: the public contract, decisions; HL7 non-adherence reason codes.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began 5 months ago

    Scenario: A stage is accepted
      When the plan is drawn up
      And the clinician accepts the protect stage
      Then the decision is kept with the plan

    Scenario: A stage is declined with its reason
      When the plan is drawn up
      And the clinician declines the protect stage because the service is not available
      Then the decision is kept with the reason that the service is not available

    Scenario: Declining without a reason is refused
      When the plan is drawn up
      And the clinician declines the protect stage
      Then the decision is refused

    @passing_time
    Scenario: An old plan asks for a fresh assessment
      When the plan is drawn up
      And 100 days have passed
      And the clinician accepts the protect stage
      Then the decision is refused

    Scenario: A stage is put off until a day
      When the plan is drawn up
      And the clinician puts off the protect stage until 31 December 2199
      Then the decision is kept with the plan

    Scenario: Deciding on a plan that was not seen is refused
      When the plan is drawn up
      And the clinician accepts the protect stage without having seen the plan
      Then the decision is refused

    Scenario Outline: Each reason of the list can be given
      When the plan is drawn up
      And the clinician declines the protect stage because <reason>
      Then the decision is kept with the reason that <reason>

      Examples:
        | reason                              |
        | the patient is not eligible         |
        | it has been done                    |
        | another illness comes first         |
        | more information is needed          |
        | an expert decided otherwise         |
        | local policy differs                |
        | the risk outweighs the gain         |
        | the patient has a contraindication  |
        | the patient prefers an alternative  |
        | the patient refuses                 |

    Scenario: "The evidence has moved on" asks for the work that says so
      When the plan is drawn up
      And the clinician declines the protect stage because the evidence has moved on
      Then the decision is refused because something is missing or wrong

    Scenario: A stage is changed, treatment by treatment
      When the plan is drawn up
      And the clinician changes the protect stage
        | treatment        | change  | stage |
        | electromyography | removed |       |
        | audiometry       | added   |       |
      Then the change is kept with the plan: electromyography is removed
      And the change is kept with the plan: audiometry is added

    Scenario: A stage that was put off needs a day
      When the plan is drawn up
      And the clinician puts off the protect stage
      Then the decision is refused because something is missing or wrong

    Scenario: A plan with one decision is partly decided
      When the plan is drawn up
      And the clinician accepts the protect stage
      Then the plan is partly decided

    Scenario: A stage that the plan does not have cannot be decided on
      When the plan is drawn up
      And the clinician accepts the emergency stage
      Then the decision is refused

    Scenario: A page that is no longer true takes no decision
      When the plan is drawn up
      And two clinicians open the plan
      And the first accepts the protect stage
      And the second accepts the protect stage, on the page as it was
      Then the decision is refused because the plan has changed meanwhile
      And the plan has 1 decision

    Scenario: A decision that is sent twice is one decision
      When the plan is drawn up
      And the clinician accepts the protect stage
      And the same decision is sent again
      Then the plan has 1 decision

    Scenario: A change of mind is a second decision, and the first stays readable
      When the plan is drawn up
      And the clinician accepts the protect stage
      And the clinician declines the protect stage because the patient refuses
      Then the plan has 2 decisions

    Scenario: A plan with a decision on each of its stages is decided
      When the plan is drawn up
      And the clinician accepts each stage
      Then the plan is decided

    Scenario: Not having seen the plan is said as such
      When the plan is drawn up
      And the clinician accepts the protect stage without having seen the plan
      Then the decision is refused because the plan was not seen

  Rule: Assessments over time leave one current plan
    Source: the public contract, current plan.

    Scenario: Three visits, in whichever order they arrive
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the palsy began on 1 June 2026
      When these assessments arrive
        | assessed    | grade | synkinesis |
        | 90 days ago | VI    | none       |
        | 10 days ago | III   | mild       |
        | 40 days ago | V     | none       |
      Then the patient has 1 current plan
      And 2 plans of the patient are superseded
