Feature: The eye
  An eye that does not close dries out, and a dry cornea is lost within days.

  Rule: An eye that does not close is protected at once, whatever else is wrong
    Source: Baugh 2013, Bell's palsy guideline: a strong recommendation.

    @seed
    Scenario Outline: The eye is protected at every age of the palsy
      Given a patient with House-Brackmann grade <grade>
      And no synkinesis
      And the eye closure is incomplete
      And the palsy began <time> ago
      When the plan is drawn up
      Then the eye is protected
      And every reason for eye protection has a source

      Examples:
        | grade | time     |
        | II    | 2 days   |
        | VI    | 3 years  |

    Scenario: A grade that cannot close the eye is protected although nobody looked
      Given a patient with House-Brackmann grade V
      And no synkinesis
      And the palsy began 5 days ago
      When the plan is drawn up
      Then the eye is protected
      And the plan asks about eye closure

    Scenario: No refusal takes the protection of the eye away
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the eye does not close completely
      And the palsy began 5 days ago
      And the patient declines eye protection
      When the plan is drawn up
      Then the eye is protected

  @gate
  Rule: How fast the eye must be seen
    Source: Sohrab 2015; Rahman 2007. The limits in days are partly our own, for review.

    Scenario Outline: The worse the sign, the sooner the eye is seen
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the palsy began 10 days ago
      And the eye does not close completely
      And <sign>
      When the plan is drawn up
      Then ophthalmology referral is due within <time>
      And the urgency is at least <urgency>

      Examples:
        | sign                           | time     | urgency  |
        | the eye has corneal ulcer      | 24 hours | same day |
        | the corneal sensation is reduced | 48 hours | urgent |
        | the Bell's phenomenon is absent | 7 days  | urgent   |
