Feature: Wounds, fractures and operations
  A nerve that may be cut is looked for while its far end still answers, and a nerve that was seen whole is left to recover.

  @row-pathway.fresh_wound @row-cut.suspected.wound @row-cut.suspected.surgeon @row-alert.wound @row-bar.steroid.wound
  Rule: A palsy under an open wound is a cut nerve until the nerve was seen
    Source: the distal stump answers for 72 hours; clinical practice, to be confirmed.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no sign of a stroke
      And open wound

    Scenario: It is explored, and the surgeon sees it today
      Given the palsy began 5 hours ago
      When the plan is drawn up
      Then surgical exploration is offered in the emergency stage
      And surgical exploration is due by 26 November 2026
      And specialist referral is due within 24 hours
      And corticosteroid is not offered because it is not indicated
      And the plan says "cut nerve until the nerve has been seen"

    @row-caution.repair.wound
    Scenario: A dirty wound is cleaned first, and the nerve not given up
      Given wound contaminated
      And the palsy began 5 hours ago
      When the plan is drawn up
      Then surgical exploration is offered
      And surgical exploration carries a caution about wound contaminated

    @boundary @row-cut.suspected.late
    Scenario Outline: After three days it is explored soon, no longer as an emergency
      Given the palsy began <time> ago
      When the plan is drawn up
      Then surgical exploration is offered in the <stage> stage

      Examples:
        | time     | stage     |
        | 71 hours | emergency |
        | 72 hours | emergency |
        | 73 hours | protect   |

  @row-cut.fresh.repair @row-cut.fresh.graft @row-cut.fresh.surgeon @row-pathway.cut_nerve @row-alert.cut @row-bar.steroid.injury
  Rule: A nerve that was cut is repaired, whoever else is looking for what
    Source: the distal stump answers for 72 hours; Jowett 2015. Life comes first, then sight, then this.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And the palsy began 10 hours ago

    Scenario: Repair comes first, a graft is ready where the ends do not meet
      Given no sign of a stroke
      When the plan is drawn up
      Then nerve repair is offered as a strong recommendation
      And nerve graft is offered as an option
      And the eye is protected
      And neuromuscular retraining is offered after nerve repair
      And the plan says "call a facial nerve surgeon"

    Scenario: A stroke comes before the nerve
      Given other neurological signs: arm and speech
      When the plan is drawn up
      Then the plan begins with stroke pathway
      And nerve repair is not offered because the emergency comes first

    Scenario: Contradictory findings do not delay it
      Given severe synkinesis
      And no sign of a stroke
      When the plan is drawn up
      Then the plan is in conflict
      And nerve repair is offered in the emergency stage
      And no botulinum toxin is offered

    @row-bar.fitness.none.fresh @row-caution.surgery.unfit
    Scenario: Nor does poor fitness, which surgeon and anaesthetist weigh
      Given the patient is not fit for any operation
      And no sign of a stroke
      When the plan is drawn up
      Then nerve repair is offered
      And nerve repair carries a caution about fitness for surgery

    @row-bar.pregnancy.fresh @row-caution.surgery.pregnancy
    Scenario: Nor does pregnancy
      Given the patient is pregnant
      And no sign of a stroke
      When the plan is drawn up
      Then nerve repair is offered
      And nerve repair carries a caution about pregnancy

    @row-caution.repair.gap
    Scenario: Ends that do not meet are not pulled together
      Given the gap in the nerve is 8 mm
      And no sign of a stroke
      When the plan is drawn up
      Then nerve repair carries a caution about gap in the nerve
      And nerve graft is offered

    @row-caution.repair.stump
    Scenario: A stump called unusable is judged by the surgeon, not by the form
      Given the proximal stump is not usable
      And no sign of a stroke
      When the plan is drawn up
      Then nerve repair is offered
      And nerve repair carries a caution about proximal stump

    @row-cut.fresh.repair.medial @row-caution.repair.medial
    Scenario: Small branches near the nose mostly come back by themselves
      Given the site of the lesion is medial to the outer corner of the eye
      And no sign of a stroke
      When the plan is drawn up
      Then nerve repair is offered as an option
      And nerve repair carries a caution about site of the lesion

  @row-nerve.repair.delayed.medial @row-bar.small_branch
  Rule: Past three days a small branch is left to its neighbours
    Source: to be confirmed. Branches medial to the lateral canthus usually recover without repair.

    Scenario Outline: It is neither grafted nor given another nerve
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the nerve was cut through
      And the proximal stump is usable
      And a tumour has been excluded
      And the site of the lesion is <site>
      And the palsy began 20 days ago
      When the plan is drawn up
      Then nerve repair is <repair>
      And nerve graft is <graft>

      Examples:
        | site                                  | repair                         | graft       |
        | medial to the outer corner of the eye | offered as a specialist option | not offered |
        | in a branch                           | offered as a recommendation    | offered     |

  @row-bar.branch.upper @row-bar.branch.hypoglossal
  Rule: A branch is not given the nerve that stands in for the whole
    Source: our own; for review.

    Scenario Outline: Which branch is lost decides
      Given a patient with House-Brackmann grade III
      And no synkinesis
      And the nerve was cut through
      And the proximal stump is not usable
      And a tumour has been excluded
      And the site of the lesion is in a branch
      And the branches affected are <branches>
      And the palsy began 5 months ago
      When the plan is drawn up
      Then masseteric nerve transfer is <masseteric>
      And hypoglossal nerve transfer is not offered because it is not indicated

      Examples:
        | branches                    | masseteric                                |
        | temporal                    | not offered because it is not indicated   |
        | buccal                      | offered                                   |

  @row-pathway.cut_late @row-nerve.repair.delayed @row-nerve.graft.cut @row-cause.cut @row-bar.repair.late
  Rule: After three days a cut nerve is still repaired, the earlier the better
    Source: repair series; to be confirmed. End to end only in the first year.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And the nerve was cut through
      And the proximal stump is usable
      And a tumour has been excluded

    @boundary
    Scenario Outline: End to end in the first year only
      Given the palsy began <time> ago
      When the plan is drawn up
      Then nerve repair is <repair>
      And nerve graft is <graft>

      Examples:
        | time     | repair                                    | graft                        |
        | 364 days | offered in the restore stage              | offered as a recommendation  |
        | 365 days | not offered because its window has closed | offered as an option         |
        | 366 days | not offered because its window has closed | offered as an option         |

    Scenario: The surgeon plans it within a week, and nobody waits and sees
      Given the palsy began 3 weeks ago
      When the plan is drawn up
      Then specialist referral is due within 7 days
      And observation is not offered
      And nerve repair may be done until 3 November 2027

  @row-pathway.penetrating_injury @row-cause.injury
  Rule: An old wound with a palsy is seen within days
    Source: clinical practice; to be confirmed.

    Scenario: Two weeks after a knife wound
      Given a patient with House-Brackmann grade IV
      And no synkinesis
      And the cause is penetrating injury
      And the palsy began 2 weeks ago
      When the plan is drawn up
      Then specialist referral goes to the facial nerve surgeon
      And specialist referral is due within 72 hours
      And the main pathway is A08

  @row-hearing.skull_base @row-pathway.fracture @row-ct.fracture @row-cause.fracture.early @row-cause.fracture.later @row-enog.fracture
  Rule: After a fracture it counts whether the face was weak at once
    Source: Nash 2010; Kong 2017 for the limits of electroneuronography.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no sign of a stroke
      And the cause is fracture of the temporal bone
      And a tumour has been excluded

    Scenario: The bone is imaged and ENT sees it within the day
      Given the palsy was there at once
      And the palsy began 4 days ago
      When the plan is drawn up
      Then CT of the temporal bone is due within 24 hours
      And specialist referral goes to ear, nose and throat
      And electroneuronography is offered as a recommendation
      And audiometry is offered
      And the main pathway is A09

    @row-nerve.decompression.fracture.delayed
    Scenario Outline: A palsy that came later is left to recover, unless it has become complete and the nerve degenerates
      Given the palsy came later than the injury
      And the degeneration on electroneuronography is <lost> %
      And the palsy began 6 days ago
      When the plan is drawn up
      Then decompression of the nerve is <fate>
      And observation is <watched>

      Examples:
        | lost | fate                           | watched     |
        | 90   | not offered                    | offered     |
        | 91   | offered as a specialist option | not offered |
        | 97   | offered as a specialist option | not offered |

    @row-nerve.decompression.fracture.reached
    Scenario Outline: What was reached by day 6 still counts in the second week
      Given the palsy was there at once
      And the degeneration on electroneuronography is 94 %
      And the date of the electroneuronography is <done> days ago
      And the palsy began 10 days ago
      When the plan is drawn up
      Then decompression of the nerve is <fate>

      Examples:
        | done | fate        |
        | 3    | not offered |
        | 4    | offered     |

    @row-nerve.decompression.fracture @row-nerve.decompression.fracture.fortnight @boundary
    Scenario Outline: Nine tenths in the first week, nineteen twentieths in the second
      Given the palsy was there at once
      And the palsy began <time> ago
      And the degeneration on electroneuronography is <lost> %
      When the plan is drawn up
      Then decompression of the nerve is <fate>

      Examples:
        | time    | lost | fate        |
        | 6 days  | 90   | not offered |
        | 6 days  | 91   | offered     |
        | 7 days  | 91   | not offered |
        | 7 days  | 95   | not offered |
        | 7 days  | 96   | offered     |
        | 13 days | 96   | offered     |
        | 14 days | 96   | not offered |

    Scenario: When nobody saw the face before, it counts as weak at once
      Given the palsy began 5 days ago
      And the degeneration on electroneuronography is 95 %
      When the plan is drawn up
      Then decompression of the nerve is offered as an option

    Scenario: Later on ENT follows it
      Given the palsy came later than the injury
      And the palsy began 2 months ago
      When the plan is drawn up
      Then specialist referral goes to ear, nose and throat
      And specialist referral is due within 14 days

  @row-pathway.cut_in_surgery @row-pathway.after_surgery @row-cut.suspected.operation @row-cut.suspected.operation.surgeon @row-cause.operation @row-nerve.exploration.late
  Rule: A complete palsy on waking is looked at again within three days
    Source: clinical practice; to be confirmed. A nerve that was seen and stimulated is left in peace.

    Background:
      Given a patient with House-Brackmann grade VI
      And no synkinesis
      And no sign of a stroke
      And the cause is an operation near the nerve
      And a tumour has been excluded

    @boundary
    Scenario Outline: The hours of a second look
      Given the palsy was there at once
      And the palsy began <time> ago
      When the plan is drawn up
      Then surgical exploration is offered in the <stage> stage
      And surgical exploration is offered as a <strength>

      Examples:
        | time     | stage     | strength          |
        | 71 hours | emergency | recommendation    |
        | 72 hours | emergency | recommendation    |
        | 73 hours | protect   | specialist option |

    @row-companion.fresh.surgeon
    Scenario: Its surgeon is called before the hours are over
      Given the palsy was there at once
      And the palsy began 70 hours ago
      When the plan is drawn up
      Then surgical exploration is due within 2 hours
      And specialist referral is due within 2 hours

    Scenario: A nerve seen intact is watched
      Given the nerve was seen intact
      And the palsy began 2 days ago
      When the plan is drawn up
      Then surgical exploration is not offered
      And observation is offered

    Scenario: A palsy that came after the first day is swelling until shown otherwise
      Given the palsy came later than the injury
      And the palsy began 2 days ago
      When the plan is drawn up
      Then surgical exploration is not offered

    Scenario: A nerve cut in the operation is repaired in the same three days
      Given the nerve was cut through
      And the palsy began 1 day ago
      When the plan is drawn up
      Then nerve repair is offered in the emergency stage
      And the main pathway is A10

    @row-cause.operation.unseen @boundary
    Scenario Outline: A nerve that nobody saw whole is looked at again within days
      Given the palsy was there at once
      And <what was seen>
      And the palsy began <time> ago
      When the plan is drawn up
      Then specialist referral is due within <due>

      Examples:
        | what was seen                | time     | due      |
        | the nerve is presumed intact | 73 hours | 72 hours |
        | the nerve is presumed intact | 20 days  | 72 hours |
        | the nerve is presumed intact | 21 days  | 7 days   |
        | the nerve was seen intact    | 73 hours | 7 days   |

    Scenario: In the first months a surgeon reviews what was seen
      Given the nerve was seen intact
      And the palsy began 2 months ago
      When the plan is drawn up
      Then specialist referral goes to the facial nerve surgeon
      And the main pathway is A10

  @row-cause.any.recent @row-cause.any.later
  Rule: Whoever has another cause than Bell's palsy is followed by who knows it
    Source: clinical practice; to be confirmed.

    Scenario Outline: Who follows, and how soon
      Given a patient with House-Brackmann grade II
      And no synkinesis
      And the cause is <cause>
      And the palsy began <time> ago
      When the plan is drawn up
      Then specialist referral goes to <whom>

      Examples:
        | cause                      | time     | whom                     |
        | operation near the nerve   | 2 months | ear, nose and throat     |
        | Lyme disease               | 7 months | the facial nerve surgeon |
        | Ramsay Hunt syndrome       | 5 months | the facial nerve surgeon |
