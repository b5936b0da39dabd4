"""What must hold of the shipped tables for patients drawn over every archetype."""

import json
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from schemas.plan import check_plan
from services.recommender.propose import propose
from tests.services.recommender.real_plans import (
    AS_OF,
    accepted,
    drawn,
    items,
    knowledge,
    minimal,
    plan_of,
    reasons,
)

ALWAYS = {"patient_ref", "house_brackmann", "synkinesis", "assessed_at", "received_at"}
ONSET = {"duration", "onset_date", "onset_at"}
RECORD = {"assessment_id", "client"}


def with_blanks(assessment, chance):
    """The assessment with about half of its optional findings not assessed."""
    sided = {"side"} | {key for key in assessment if key.endswith(("_left", "_right"))}
    kept = ALWAYS | ONSET | RECORD | {"refusals"} | sided
    return {k: v for k, v in assessment.items() if k in kept or chance.random() < 0.5}


def test_any_assessment_gets_a_plan_as_the_contract_writes_it_within_64_kib():
    for assessment in drawn(120):
        plan = plan_of(assessment)
        check_plan(plan, closed=True)
        assert len(json.dumps(plan, ensure_ascii=False).encode()) <= 64 * 1024


def test_every_intervention_is_offered_or_left_out_exactly_once_and_with_a_reason():
    for assessment in drawn(80, seed=11):
        plan = plan_of(assessment)
        left_out = [entry["intervention"] for entry in plan["not_offered"]]
        assert sorted([*items(plan), *left_out]) == sorted(knowledge().items)
        assert all(entry["because"] for entry in plan["not_offered"])
        assert all(r["row"] and r["findings"] and r["sources"] for r in reasons(plan))


def test_what_is_certain_survives_the_answers_to_the_blanks():
    chance = Random(3)
    for assessment in drawn(150, seed=13):
        sparse = with_blanks(assessment, chance)
        certain = {c for c, i in items(plan_of(sparse)).items() if i["standing"] == "certain"}
        assert certain <= set(items(plan_of(assessment)))


def test_an_answer_does_what_its_question_said():
    chance = Random(5)
    for assessment in drawn(12, seed=17):
        sparse = with_blanks(assessment, chance)
        before = plan_of(sparse)
        for question in before["questions"][:10]:
            for answer in question["answers"]:
                for value in [answer["value"], *answer.get("also", [])]:
                    _does(sparse, before, question["finding"], value, answer)


def _does(sparse, before, finding, value, answer):
    kept = {k: v for k, v in sparse.items() if finding != "duration" or k not in ONSET}
    after = plan_of({**kept, finding: value})
    assert sorted(set(items(after)) - set(items(before))) == sorted(answer["adds"])
    assert sorted(set(items(before)) - set(items(after))) == sorted(answer["removes"])
    assert after["urgency"] == answer["urgency"]


def test_doors_open_and_close_on_their_day_and_not_before():
    for assessment in drawn(40, seed=19):
        before = plan_of(assessment)
        offered = set(items(before))
        for door in before["horizon"]:
            on, step = _moment(door["on"])
            assert set(items(plan_of(assessment, as_of=on - step))) == offered
            offered = (offered | set(door["adds"])) - set(door["removes"])
            assert set(items(plan_of(assessment, as_of=on))) == offered


def test_what_is_not_offered_yet_names_the_row_that_will_offer_it():
    offering = {row.id for row in knowledge().rows if row.verb == "offer"}
    seen = 0
    for assessment in drawn(40, seed=31):
        before = plan_of(assessment)
        opens = {code: d["on"] for d in reversed(before["horizon"]) for code in d["adds"]}
        for left_out in before["not_offered"]:
            rows = {reason["row"] for reason in left_out["because"]}
            if left_out.get("until") == opens.get(left_out["intervention"], "") and rows & offering:
                then = items(plan_of(assessment, as_of=_moment(left_out["until"])[0]))
                named = {reason["row"] for reason in then[left_out["intervention"]]["because"]}
                assert rows <= named
                seen += 1
    assert seen > 20


def test_where_nobody_knows_the_onset_no_day_is_named_for_what_may_be_due_already():
    unknown = plan_of({**minimal("VI", 2, "none"), "duration": "unknown"})
    left = {entry["intervention"]: entry for entry in unknown["not_offered"]}
    for code in ("tumour_workup", "gracilis_transfer", "cross_face_nerve_graft", "static_sling"):
        assert code in {added for door in unknown["horizon"] for added in door["adds"]}
        assert left[code]["kind"] == "not_indicated"
        assert "until" not in left[code]
        assert [near["finding"] for near in left[code]["nearest"]] == ["duration"]


def test_what_comes_only_as_a_part_of_another_operation_names_that_operation():
    living = {"emg_status": "fibrillation_only", "recovering": "no", "tumour_status": "excluded"}
    plan = plan_of({**minimal("VI", 243, "none"), **living, "cause": "bells_palsy"})
    left = {entry["intervention"]: entry for entry in plan["not_offered"]}
    opens = {code: door["on"] for door in reversed(plan["horizon"]) for code in door["adds"]}
    cross_face = left["cross_face_nerve_graft"]
    assert cross_face["until"] == opens["gracilis_transfer"]
    assert "racilis" in cross_face["because"][0]["text"]
    assert cross_face["nearest"] == []


def _moment(written):
    if "T" in written:
        return datetime.fromisoformat(written), timedelta(hours=1)
    day = datetime.combine(date.fromisoformat(written), time(tzinfo=UTC))
    return day, timedelta(days=1)


def test_the_same_assessment_and_tables_give_the_same_plan_to_the_byte():
    for assessment in drawn(20, seed=23):
        assert json.dumps(plan_of(assessment)) == json.dumps(propose(assessment, knowledge()))


def test_swapping_left_and_right_swaps_only_the_side():
    for assessment in drawn(40, seed=29):
        if assessment.get("side") in ("left", "right"):
            other = {"left": "right", "right": "left"}[assessment["side"]]
            mirrored = plan_of({**assessment, "side": other})
            assert set(items(plan_of(assessment))) == set(items(mirrored))


@pytest.mark.parametrize(
    "patient",
    [
        {"cause": "bells_palsy", "forehead_spared": "no", "age_years": 40},
        {"pregnancy": "yes"},
        {"cause": "ramsay_hunt"},
        {"nerve_continuity": "transected"},
        {"open_wound": "yes"},
    ],
)
@pytest.mark.parametrize("minutes", [0, 24, 59])
def test_nothing_is_wanted_by_a_time_that_is_past_in_the_hour_that_counts_as_72(patient, minutes):
    onset = AS_OF - timedelta(hours=72, minutes=minutes)
    posted = {"patient_ref": "SIMULATED-1", "house_brackmann": "V", "synkinesis": "none"}
    plan = plan_of(accepted({**posted, **patient, "onset_at": onset.isoformat()}))
    due = [item["by"] for item in items(plan).values() if "T" in item.get("by", "")]
    assert due
    assert all(datetime.fromisoformat(by) >= AS_OF for by in due)
