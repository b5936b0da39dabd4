"""From a delivery to its effects."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bus.errors import Unreadable
from services.review.effects import AssessmentReceived, AssessmentSetAside, PlanProposed
from services.review.projection import PATIENT_NOT_READABLE, project
from tests.services.review.builders import (
    NOON,
    a_plan,
    an_assessment,
    proposed,
    received,
    set_aside,
    withdrawn,
)


def test_a_received_assessment_brings_its_findings_and_no_record_keys():
    (effect,) = project(received(an_assessment(replaces="a-0", simulated=True)))
    assert isinstance(effect, AssessmentReceived)
    assert (effect.assessment_id, effect.replaces, effect.simulated) == ("a-1", "a-0", True)
    assert set(json.loads(effect.findings.text)) == {
        "house_brackmann",
        "synkinesis",
        "duration",
        "side",
    }


def test_a_proposed_plan_comes_whole_with_its_client():
    plan = a_plan()
    (effect,) = project(proposed(plan))
    assert isinstance(effect, PlanProposed)
    assert (effect.record.plan_id, effect.record.client) == (plan["plan_id"], "clinic")
    assert effect.record.proposed_at == NOON
    assert json.loads(effect.body.text)["stages"] == plan["stages"]


def test_a_plan_that_says_more_than_we_know_is_taken():
    (effect,) = project(proposed(a_plan(mood="hopeful")))
    assert json.loads(effect.body.text)["mood"] == "hopeful"


@pytest.mark.parametrize("deliver", [received(an_assessment()), proposed(a_plan()), withdrawn()])
def test_an_erased_body_has_no_effect(deliver):
    assert project(replace(deliver, body=None)) == ()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b'"plan"', b"[" * 100_000, b"x" * 1_000_000]
)
@pytest.mark.parametrize("deliver", [proposed(a_plan()), withdrawn()])
def test_what_cannot_be_read_is_set_aside(deliver, body):
    with pytest.raises(Unreadable, match="not_readable"):
        project(replace(deliver, body=body))


def test_an_assessment_that_cannot_be_read_is_left_to_the_recommender():
    assert project(replace(received(an_assessment()), body=b"{")) == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("stages", "none"),
        ("urgency", "yesterday"),
        ("urgency", ["soon"]),
        ("stale_after", "soon"),
        ("sources", []),
        ("stages", [{"stage": "protect"}]),
    ],
)
def test_a_plan_that_is_not_the_contracts_is_set_aside(key, value):
    with pytest.raises(Unreadable, match="not a plan of the contract"):
        project(proposed(a_plan(**{key: value})))


def test_the_reason_for_setting_aside_names_no_value_of_the_patient():
    with pytest.raises(Unreadable) as broken:
        project(proposed(a_plan(headline=["canary-finding"])))
    assert "canary" not in broken.value.detail


def test_an_event_of_another_type_is_set_aside():
    other = replace(proposed(a_plan()), headers=received(an_assessment()).headers)
    with pytest.raises(Unreadable, match="wrong_type"):
        project(other)


def test_an_event_without_an_envelope_is_set_aside():
    with pytest.raises(Unreadable):
        project(replace(proposed(a_plan()), headers=()))


def test_what_the_recommender_set_aside_marks_the_patient_whatever_its_bytes():
    aside = replace(set_aside(an_assessment()), body=b"\x00not json")
    (effect,) = project(aside)
    assert isinstance(effect, AssessmentSetAside)
    assert (effect.patient_ref, effect.assessment_id) == ("patient-1", "a-1")
    assert effect.reason == "not_readable"


def test_where_not_even_the_key_can_be_read_the_patient_has_no_name():
    ours = [h for h in set_aside(an_assessment()).headers if h[0].startswith("set_aside_")]
    aside = replace(set_aside(an_assessment()), key=b"\xff Jane Doe", headers=tuple(ours))
    (effect,) = project(aside)
    assert effect.patient_ref == PATIENT_NOT_READABLE
    assert effect.assessment_id  # named by where it lay
