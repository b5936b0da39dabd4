"""A plan is exactly as the contract writes plans."""

from typing import Any

import pytest

from schemas import plan_words as words
from schemas.faults import Fault, InvalidPlan
from schemas.plan import PLAN, check_plan, read_plan
from tests.builders import a_plan

NOT_ALWAYS_THERE = {"act_by"}


def faults(plan: object, *, closed: bool = True) -> tuple[Fault, ...]:
    with pytest.raises(InvalidPlan) as refused:
        check_plan(plan, closed=closed)
    return refused.value.faults


def changed(path: str, value: Any) -> dict[str, Any]:
    plan: Any = a_plan()
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")[1:]]
    place = plan
    for step in way:
        place = place[step]
    place[last] = value
    return plan


def test_a_plan_in_which_every_kind_of_line_stands_is_a_plan() -> None:
    check_plan(a_plan(), closed=True)
    assert read_plan(a_plan()) == a_plan()


def test_a_plan_has_every_key_of_the_contract() -> None:
    assert {name for name, field in PLAN.fields.items() if not field.required} == NOT_ALWAYS_THERE
    for name in set(PLAN.fields) - NOT_ALWAYS_THERE:
        plan = a_plan()
        del plan[name]
        assert [(it.pointer, it.code) for it in faults(plan)] == [(f"/{name}", "required")]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("/status", "needs_review", "not_allowed"),
        ("/side", "both", "not_allowed"),
        ("/urgency", "now", "not_allowed"),
        ("/act_by", None, "wrong_type"),
        ("/act_by", "soon", "bad_format"),
        ("/reassess_by", "2026-11-22T12:00:00Z", "bad_format"),
        ("/headline", "x" * 140, "out_of_range"),
        ("/pathways/0/archetype", "A22", "not_allowed"),
        ("/stages/0/stage", "later", "not_allowed"),
        ("/stages/0/reassess_in_days", "14", "wrong_type"),
        ("/stages/0/items", {}, "wrong_type"),
        ("/stages/0/items/0/with", ["sunshine"], "not_allowed"),
        ("/stages/0/items/0/off_label", "no", "wrong_type"),
        ("/stages/0/items/0/to", ["hairdresser"], "not_allowed"),
        ("/stages/0/items/0/evidence", "hearsay", "not_allowed"),
        ("/stages/0/items/0/because/0/findings", [], "wrong_type"),
        ("/stages/0/held/0/on", 3, "wrong_type"),
        ("/not_offered/0/kind", "forgotten", "not_allowed"),
        ("/questions/0/answers/0/adds", "stroke_emergency", "wrong_type"),
        ("/horizon/0/approximate", "yes", "wrong_type"),
        ("/sources/baugh2013/citation", None, "required"),
        ("/colour", "red", "unknown_key"),
        ("/stages/0/items/0/dose", "5", "unknown_key"),
        ("/sources/baugh2013/pages", "1-2", "unknown_key"),
    ],
)
def test_what_is_not_as_it_should_be_is_named_by_its_place(
    path: str, value: Any, code: str
) -> None:
    (fault,) = faults(changed(path, value))
    place = fault.pointer if fault.pointer == path else fault.pointer.rpartition("/")[0]
    assert (place, fault.code) == (path, code)


def test_what_a_newer_recommender_adds_is_passed_over_on_the_bus() -> None:
    check_plan(changed("/stages/0/items/0/colour", "red"))
    assert faults(changed("/stages/0/stage", "later"), closed=False)


@pytest.mark.parametrize("plan", [None, [], "plan", 3])
def test_a_plan_is_an_object(plan: object) -> None:
    assert [it.code for it in faults(plan)] == ["wrong_type"]


def test_there_are_five_stages_and_twenty_one_archetypes() -> None:
    assert words.STAGES == ("emergency", "protect", "rehabilitate", "restore", "refine")
    assert (words.ARCHETYPES[0], words.ARCHETYPES[-1], len(words.ARCHETYPES)) == ("A01", "A21", 21)
