"""Every minimal assessment (grade, duration, synkinesis) is given a useful plan."""

import json
import re

import pytest

from schemas.plan import check_plan
from tests.services.recommender.real_plans import (
    DAYS,
    GRADES,
    SYNKINESIS,
    grid,
    held,
    items,
    reasons,
)

CELLS = sorted(grid())
PLANS = list(grid().values())

DOSE = re.compile(r"\d\s*(mg|g|ml|mcg|µg|units?|U|IU)\b")


def test_the_grid_is_whole():
    assert len(CELLS) == len(GRADES) * len(DAYS) * len(SYNKINESIS)


def test_every_plan_is_as_the_contract_writes_it():
    for plan in PLANS:
        check_plan(plan, closed=True)


def test_a_plan_is_empty_only_for_a_normal_face_without_complaint():
    for (grade, _, _), plan in grid().items():
        assert items(plan) or grade == "I"


def test_a_plan_asks_its_questions_in_order_and_each_would_change_something():
    for plan in PLANS:
        assert plan["questions"]
        assert [q["rank"] for q in plan["questions"]] == list(range(1, len(plan["questions"]) + 1))
        assert all(question["answers"] for question in plan["questions"])


def test_every_item_held_item_and_exclusion_names_row_findings_and_a_source_that_is_listed():
    for plan in PLANS:
        found = reasons(plan)
        assert found
        for reason in found:
            assert reason["row"]
            assert reason["text"]
            assert reason["findings"]
            assert reason["sources"]
            assert set(reason["sources"]) <= set(plan["sources"])


def test_the_headline_is_short_and_says_when():
    for plan in PLANS:
        assert len(plan["headline"]) < 140
        assert re.search(r"\d{2}-[A-Z][a-z]{2}-\d{4}", plan["headline"])


def test_no_dose_stands_anywhere():
    for plan in PLANS:
        assert not DOSE.search(json.dumps({**plan, "sources": {}}))


def test_an_expected_open_eye_is_always_protected():
    for (grade, _, _), plan in grid().items():
        if grade in ("IV", "V", "VI"):
            assert "eye_protection" in items(plan)


def test_an_unknown_forehead_is_cautioned_and_asked_about_in_the_first_two_weeks():
    for (grade, days, _), plan in grid().items():
        if days < 14 and grade != "I":
            asked = [question["finding"] for question in plan["questions"]]
            assert "forehead_spared" in asked
            assert "stroke_caution" in {flag["code"] for flag in plan["flags"]}


@pytest.mark.parametrize("synkinesis", ["moderate", "severe"])
def test_partial_paralysis_with_synkinesis_gets_toxin_and_retraining_first_and_surgery_held(
    synkinesis,
):
    plan = grid()["III", 450, synkinesis]
    assert {"botulinum_toxin_synkinesis", "neuromuscular_retraining"} <= set(items(plan))
    assert {"selective_neurectomy", "selective_myectomy"} <= set(held(plan))


@pytest.mark.parametrize("grade", ["V", "VI"])
def test_a_flaccid_face_gets_nerve_before_and_muscle_after_the_window(grade):
    inside, past = items(grid()[grade, 250, "none"]), items(grid()[grade, 900, "none"])
    assert "masseteric_nerve_transfer" in inside
    assert not {"nerve_graft", "masseteric_nerve_transfer", "hypoglossal_nerve_transfer"} & set(
        past
    )
    assert {"gracilis_transfer", "temporalis_transfer"} & set(past)


@pytest.mark.parametrize(
    ("grade", "synkinesis"), [("I", "severe"), ("II", "severe"), ("VI", "mild")]
)
def test_findings_that_contradict_hold_back_what_cannot_be_undone(grade, synkinesis):
    plan = grid()[grade, 450, synkinesis]
    assert plan["status"] == "conflict"
    assert "repeat_examination" in items(plan)
    families = {item["family"] for item in items(plan).values()}
    assert not families & {"nerve", "muscle", "slings_and_flaps", "other_surgery"}


def test_a_steroid_is_never_strong_without_an_age():
    for plan in PLANS:
        found = items(plan).get("corticosteroid")
        assert found is None or found["strength"] != "strong"


def test_observation_never_stands_beside_nerve_muscle_or_sling():
    for plan in PLANS:
        if "observation" in items(plan):
            assert "until" in items(plan)["observation"]
            others = {i["family"] for i in items(plan).values()}
            assert not others & {"nerve", "muscle"}
            assert "static_sling" not in items(plan)
