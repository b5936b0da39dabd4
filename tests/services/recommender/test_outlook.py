"""What a plan says of other answers and later days is what a plan drawn up for them says."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

import pytest

from schemas.plan_words import URGENCIES
from tests.services.recommender.real_plans import (
    AS_OF,
    GRADES,
    accepted,
    drawn,
    items,
    knowledge,
    plan_of,
)


@cache
def patients():
    return [found for found in drawn(60, seed=43) if found.get("side") != "bilateral"]


def shift_between(before, after):
    mine, theirs = set(items(before)), set(items(after))
    return sorted(theirs - mine), sorted(mine - theirs), after["urgency"]


def said(before, finding):
    return {
        entry["to"]: (sorted(entry["adds"]), sorted(entry["removes"]), entry["urgency"])
        for entry in before["sensitivity"]
        if entry["finding"] == finding
    }


# -- sensitivity -------------------------------------------------------------------------------


def test_a_grade_next_to_the_one_found_does_what_sensitivity_said_and_else_nothing():
    shifts = 0
    for assessment in patients():
        before = plan_of(assessment)
        told = said(before, "house_brackmann")
        at = GRADES.index(assessment["house_brackmann"])
        for grade in GRADES[max(at - 1, 0) : at] + GRADES[at + 1 : at + 2]:
            after = plan_of({**assessment, "house_brackmann": grade})
            unmoved = ([], [], before["urgency"])
            assert told.get(grade, unmoved) == shift_between(before, after), grade
            shifts += grade in told
    assert shifts > 30


def test_a_tenth_more_or_less_of_the_duration_does_what_sensitivity_said_and_else_nothing():
    shifts = 0
    for days in range(1, 900, 7):
        found = {
            "patient_ref": "SIMULATED-1",
            "house_brackmann": GRADES[days % 6],
            "synkinesis": "none",
            "duration": {"value": 10 * days, "unit": "hours"},
        }
        before = plan_of(accepted(found))
        told = list(said(before, "duration").values())
        unmoved = ([], [], before["urgency"])
        seen = [
            shift_between(before, plan_of(accepted({**found, "duration": duration})))
            for duration in ({"value": tenth * days, "unit": "hours"} for tenth in (9, 11))
        ]
        assert told == [shift for shift in seen if shift != unmoved]
        shifts += len(told)
    assert shifts > 20


# -- horizon -----------------------------------------------------------------------------------


def offered_on(plan, moment):
    """What is offered at a later moment, as the plan's horizon says."""
    offered = set(items(plan))
    for door in plan["horizon"]:
        if _begins(door["on"], moment.tzinfo) <= moment:
            offered = (offered | set(door["adds"])) - set(door["removes"])
    return offered


def _begins(written, zone):
    if "T" in written:
        return datetime.fromisoformat(written)
    return datetime.combine(date.fromisoformat(written), time(tzinfo=zone))


def first_midnight(assessment):
    """The next one after `AS_OF`, in the offset in which the days of an assessment are counted."""
    assessed_at = assessment.get("assessed_at", assessment["received_at"])
    tomorrow = AS_OF.astimezone(datetime.fromisoformat(assessed_at).tzinfo) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=0)


def test_on_any_day_of_the_horizon_that_is_offered_which_its_doors_leave():
    """A door's day is the first that has its moment behind it: days are looked at as they begin."""
    chance = Random(47)
    # Of a palsy under 90 days it ends half a year after onset.
    days = int(knowledge().horizon.early_ends - knowledge().horizon.early_until) // 24
    moved = 0
    for assessment in patients():
        plan = plan_of(assessment)
        for day in chance.sample(range(days), 6):
            moment = first_midnight(assessment) + timedelta(days=day)
            offered = set(items(plan_of(assessment, as_of=moment)))
            assert offered == offered_on(plan, moment), (day, plan["horizon"])
            moved += offered != set(items(plan))
    assert moved > 30


LATE = {
    "patient_ref": "SIMULATED-1",
    "house_brackmann": "IV",
    "synkinesis": "severe",
    "duration": {"value": 30, "unit": "months"},
    "age_years": 40,
    "pregnancy": "no",
}
RETRAINED = {"intervention": "neuromuscular_retraining", "response": "none"}
INJECTED = {"intervention": "botulinum_toxin_synkinesis", "response": "none", "cycles": 3}
TREATED = [
    {**RETRAINED, "started": "2025-10-01", "ended": "2026-09-01"},
    {**INJECTED, "last_given": "2026-06-01"},
]

OF_EACH_CLOCK = {
    "Time since the last toxin injection": {
        "prior_treatments": [{**INJECTED, "response": "good", "last_given": "2026-10-01"}]
    },
    "Days of facial therapy": {
        "prior_treatments": [{**RETRAINED, "started": "2026-10-01"}, TREATED[1]]
    },
    "Months without change": {"stable_months": 5, "prior_treatments": TREATED},
    "": {"synkinesis": "none", "duration": {"value": 80, "unit": "days"}},
}
"""Label of a clock → somebody for whom it opens or closes a door; of onset no label is said."""


@pytest.mark.parametrize("label", OF_EACH_CLOCK)
def test_a_clock_opens_or_closes_its_door_on_its_day_and_not_the_day_before(label):
    assessment = accepted({**LATE, **OF_EACH_CLOCK[label]})
    plan = plan_of(assessment)
    found = [door for door in plan["horizon"] if door["at"].rpartition(": ")[0] == label]
    assert found
    for door in found:
        on = _begins(door["on"], UTC)
        before = set(items(plan_of(assessment, as_of=on - timedelta(days=1))))
        after = set(items(plan_of(assessment, as_of=on)))
        assert after - before == set(door["adds"])
        assert before - after == set(door["removes"])
        assert before != after


# -- questions ---------------------------------------------------------------------------------


def test_a_question_that_may_make_the_plan_more_urgent_stands_before_all_that_cannot():
    for assessment in patients():
        plan = plan_of(assessment)
        reached = [reach(question, plan["urgency"]) for question in plan["questions"]]
        assert reached == sorted(reached)
        assert [q["rank"] for q in plan["questions"]] == list(range(1, len(reached) + 1))


def reach(question, now):
    """How urgent an answer may make it; of a test's result only an emergency counts."""
    now = URGENCIES.index(now)
    reached = min(now, *(URGENCIES.index(answer["urgency"]) for answer in question["answers"]))
    tested = knowledge().vocabulary.findings[question["finding"]].tested
    return (now if tested and reached != URGENCIES.index("emergency") else reached), tested


def test_what_a_test_has_to_show_is_asked_after_what_can_be_asked_or_seen():
    posted = {"patient_ref": "BELL-1", "house_brackmann": "III", "cause": "bells_palsy"}
    posted |= {"duration": {"value": 24, "unit": "hours"}, "forehead_spared": "no"}
    plan = plan_of(accepted({**posted, "synkinesis": "none"}))
    tested = [reach(question, plan["urgency"])[1] for question in plan["questions"]]
    assert True in tested
    assert tested.index(True) > 3


def test_no_blank_is_left_unasked_of_which_an_answer_changes_what_is_offered():
    chance = Random(61)
    for assessment in patients()[:12]:
        plan = plan_of(assessment)
        asked = {question["finding"] for question in plan["questions"]}
        for name, word in chance.sample(blanks := blank_answers(assessment), min(25, len(blanks))):
            if name not in asked:
                after = plan_of({**assessment, name: word})
                assert shift_between(plan, after) == ([], [], plan["urgency"]), (name, word)


def blank_answers(assessment):
    findings = knowledge().vocabulary.findings.values()
    return [
        (finding.name, word)
        for finding in findings
        if finding.kind in ("word", "yes_no")
        and finding.name not in assessment
        and finding.name != "side"
        for word in (finding.words or ("no", "yes"))
    ]
