"""A glance finds amiss what the schema of plans finds amiss, and nothing else."""

from __future__ import annotations

import copy

import pytest

from schemas.faults import InvalidPlan
from schemas.plan import check_plan
from services.review.glance import looks_like_a_plan
from tests.services.review.builders import a_held, a_plan, a_reason, a_stage, an_item

RICH = a_plan(
    alerts=[{"code": "a", "text": "t", "urgency": "soon"}],
    flags=[{"code": "f", "text": "t", "findings": {"side": "left"}}],
    differential=[{"cause": "lyme", "text": "t"}],
    stages=[
        a_stage(
            "protect",
            an_item(
                "eye_protection",
                by="2026-12-01",
                closes="2026-12-01T10:00:00Z",
                approximate=["closes"],
                zone="eye",
                part_of="nerve_graft",
                cautions=[{"text": "t", "findings": {}}],
                prerequisites=[{"text": "t", "intervention": "mri_brain"}],
                conditional_on=[{"finding": "side", "must_be": ["left"]}],
            ),
            held=(a_held("gracilis_transfer", "later", on="2027-01-01"),),
        )
    ],
    not_offered=[
        {
            "intervention": "tarsorrhaphy",
            "kind": "not_yet",
            "because": [a_reason()],
            "nearest": [{"finding": "side", "to": ["left"]}],
        }
    ],
    questions=[
        {
            "finding": "side",
            "text": "t",
            "why": "w",
            "rank": 1,
            "urgency": "soon",
            "answers": [{"value": "left", "adds": ["mri_brain"], "removes": [], "urgency": "soon"}],
        }
    ],
    horizon=[{"on": "2027-01-01", "approximate": True, "at": "1 y", "adds": [], "removes": []}],
    sensitivity=[{"finding": "side", "to": "x", "adds": [], "removes": [], "urgency": "soon"}],
)
ODD = [None, "", "odd", 7, 1.5, True, [], {}, ["odd"], {"odd": "odd"}]
LEFT_OUT = object()


def places(node, path=()):
    """Every place in a JSON value, the whole first."""
    yield path
    if isinstance(node, dict | list):
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node):
            yield from places(inner, (*path, key))


PLACES = list(places(RICH))[1:]


def test_a_whole_plan_is_one():
    check_plan(RICH)
    assert looks_like_a_plan(RICH)


@pytest.mark.parametrize("what", [*ODD, LEFT_OUT], ids=[*map(repr, ODD), "left out"])
def test_a_glance_and_the_schema_agree_on_every_place(what):
    for where in PLACES:
        plan = with_odd(where, what)
        assert looks_like_a_plan(plan) != is_refused(plan), where


def with_odd(where, what):
    """The rich plan with one place in it made odd."""
    plan = copy.deepcopy(RICH)
    inside = plan
    for key in where[:-1]:
        inside = inside[key]
    if what is LEFT_OUT:
        del inside[where[-1]]
    else:
        inside[where[-1]] = what
    return plan


def is_refused(plan):
    try:
        check_plan(plan)
    except InvalidPlan:
        return True
    return False


def test_what_is_no_object_is_no_plan():
    assert not any(map(looks_like_a_plan, (None, [], "plan", 7)))
