"""One received assessment in, one proposed plan out; what cannot be read is set aside."""

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import pytest

from bus.errors import Unreadable
from bus.port import SetAside
from schemas.envelope import envelope_from, headers_of
from schemas.ids import plan_event_id, set_aside_id
from schemas.set_aside import read_set_aside
from schemas.topics import ASSESSMENTS_SET_ASIDE
from services.recommender.station import planning
from services.set_aside import set_aside_message
from tests.builders import NOW, a_delivery, a_plan, a_received, an_envelope


def propose(assessment: Mapping[str, Any]) -> dict[str, Any]:
    return a_plan(headline=f"Grade {assessment['house_brackmann']}.")


handle = planning(propose)


def refused(delivery: Any) -> Unreadable:
    with pytest.raises(Unreadable) as error:
        handle(delivery)
    return error.value


def test_a_received_assessment_becomes_one_proposed_plan() -> None:
    (message,) = handle(a_delivery())
    assert message.topic == "plans.proposed.v1"
    assert message.key == b"P-1"
    assert message.body is not None
    assert json.loads(message.body) == a_plan(headline="Grade III.")


def test_the_event_of_a_plan_follows_from_the_plan() -> None:
    (message,) = handle(a_delivery())
    assert message.id == plan_event_id(a_plan()["plan_id"])
    assert handle(a_delivery()) == [message]


def test_the_envelope_carries_on_what_came() -> None:
    (message,) = handle(a_delivery())
    envelope = envelope_from(message.headers)
    assert (envelope.id, envelope.type) == (message.id, "plans.proposed.v1")
    assert (envelope.source, envelope.subject) == ("/facialis/recommender", "A-1")
    assert envelope.time == a_plan()["as_of"]
    assert envelope.traceparent == an_envelope().traceparent
    assert envelope.client == "ehr"


def test_the_body_is_json_in_utf_8_without_blanks() -> None:
    (message,) = planning(lambda _: a_plan(headline="Möbius."))(a_delivery())
    assert "Möbius".encode() in (message.body or b"")
    assert b'": ' not in (message.body or b"")


def test_what_was_erased_is_passed_over() -> None:
    assert handle(replace(a_delivery(), body=None)) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff", "not_json"),
        (b'{"a": 1, "a": 2}', "not_json"),
        (b"[]", "invalid"),
        (b"{}", "invalid"),
        (json.dumps(a_received() | {"house_brackmann": "VII"}).encode(), "invalid"),
        (json.dumps(a_received() | {"received_at": "yesterday"}).encode(), "invalid"),
    ],
)
def test_what_cannot_be_read_is_set_aside(body: bytes, reason: str) -> None:
    assert refused(a_delivery(body)).reason == reason


@pytest.mark.parametrize(
    "headers", [(), headers_of(an_envelope(type="plans.proposed.v1")), (("ce_id", b"\xff"),)]
)
def test_what_is_no_event_of_its_topic_is_set_aside(headers: Any) -> None:
    assert refused(a_delivery(headers=headers)).reason == "not_an_event"


def test_why_something_was_set_aside_says_nothing_of_the_patient() -> None:
    body = a_received() | {"cause": "CANARY", "patient_ref": "CANARY-1", "age_years": "CANARY"}
    error = refused(a_delivery(body))
    assert "CANARY" not in str(error)
    assert "/cause: not_allowed" in error.detail


def test_what_a_newer_intake_adds_is_passed_over() -> None:
    assert handle(a_delivery(a_received() | {"mood": "good"}))


def test_a_mistake_of_ours_is_not_the_senders() -> None:
    def broken(_: Mapping[str, Any]) -> dict[str, Any]:
        raise LookupError("no last row")

    with pytest.raises(LookupError):
        planning(broken)(a_delivery())


def test_what_was_set_aside_is_kept_as_it_came_with_where_it_lay() -> None:
    delivery = a_delivery(b"\xff{")
    aside = SetAside(delivery, "not_json", "not_utf8")
    message = set_aside_message(
        aside, onto=ASSESSMENTS_SET_ASIDE, now=lambda: NOW, knowledge="a-digest"
    )
    note = read_set_aside(message.headers)
    assert message.topic == "assessments.set-aside.v1"
    assert (message.key, message.body) == (b"P-1", b"\xff{")
    assert message.id == set_aside_id("assessments.received.v1", 0, 7)
    assert message.headers[: len(delivery.headers)] == delivery.headers
    assert (note.topic, note.partition, note.position) == ("assessments.received.v1", 0, 7)
    assert (note.reason, note.detail, note.by) == ("not_json", "not_utf8", "recommender")
    assert (note.release, note.knowledge) == (version("facialis"), "a-digest")
