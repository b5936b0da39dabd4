"""
From a delivery to its effects.

Pure: reads the delivery and nothing else, and gives the same effects each time. An assessment that
cannot be read has no effect here, since the recommender sets it aside and says so on a topic that
is read here too; what only this station reads and cannot is Unreadable.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bus.errors import Unreadable
from bus.port import Delivery
from schemas.bodies import read_body
from schemas.catalogue import catalogue
from schemas.envelope import Envelope, NotAnEvent, envelope_from
from schemas.faults import InvalidPlan, Refused
from schemas.plan import check_plan
from schemas.set_aside import read_set_aside
from schemas.strict_json import NotJson
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
    Topic,
)
from services.review.bodies import findings_body, plan_body
from services.review.effects import (
    AssessmentReceived,
    AssessmentSetAside,
    AssessmentWithdrawn,
    Effect,
    PlanProposed,
)
from services.review.glance import looks_like_a_plan
from services.review.heads import head_of
from services.review.moments import moment, offset_minutes

READ_HERE: tuple[Topic, ...] = (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_WITHDRAWN,
    ASSESSMENTS_SET_ASIDE,
    PLANS_PROPOSED,
)

PATIENT_NOT_READABLE = "not-readable-0"
"""Stands for the patient where not even the key of a message could be read."""

_REFERENCE = re.compile(r"[A-Za-z0-9._:-]{1,64}\Z")
_REFERENCES = ("plan_id", "assessment_id", "patient_ref")
_MARKS = frozenset({"client", "received_at", "simulated", "possible_duplicate"})


def project(delivery: Delivery) -> tuple[Effect, ...]:
    """
    Tell what a delivery changes for its patient; nothing for a body that was erased on request.

    Raises:
        Unreadable: it is not what its topic promises; whoever published it mends it.
    """
    if delivery.body is None and delivery.topic != ASSESSMENTS_SET_ASIDE.name:
        return ()
    return _READERS[delivery.topic](delivery)


def _received(delivery: Delivery) -> tuple[Effect, ...]:
    try:
        return (_assessment(_envelope(delivery), _object(delivery)),)
    except Unreadable:
        return ()


def _assessment(envelope: Envelope, body: Mapping[str, Any]) -> AssessmentReceived:
    try:
        assessed_at = body.get("assessed_at", body["received_at"])
        return AssessmentReceived(
            client=str(body["client"]),
            assessment_id=str(body["assessment_id"]),
            patient_ref=str(body["patient_ref"]),
            assessed_at=moment(assessed_at),
            received_at=moment(body["received_at"]),
            offset_minutes=offset_minutes(assessed_at),
            replaces=body.get("replaces"),
            grade=body.get("house_brackmann"),
            side=body.get("side"),
            simulated=body.get("simulated") is True,
            findings=findings_body(_findings(body)),
        )
    except (KeyError, TypeError, ValueError) as broken:
        raise _unreadable(envelope.type, "not an assessment as intake writes it") from broken


def _findings(body: Mapping[str, Any]) -> dict[str, Any]:
    record = catalogue().record.keys() | _MARKS
    return {name: value for name, value in body.items() if name not in record}


def _withdrawn(delivery: Delivery) -> tuple[Effect, ...]:
    try:
        body = read_body(_envelope(delivery).type, delivery.body or b"")
    except (NotJson, Refused) as broken:
        raise _unreadable(delivery.topic, str(broken)) from broken
    effect = AssessmentWithdrawn(
        client=body["client"],
        assessment_id=body["assessment_id"],
        patient_ref=body["patient_ref"],
        reason=body["reason"],
        withdrawn_at=moment(body["withdrawn_at"]),
    )
    return (effect,)


def _set_aside(delivery: Delivery) -> tuple[Effect, ...]:
    # The rest is the original message, which may be anything: only what we wrote is relied on.
    said = {name: value.decode("utf-8", "replace") for name, value in delivery.headers}
    try:
        at = moment(said["set_aside_at"])
        reason = said["set_aside_reason"]
        name = read_set_aside(delivery.headers).id
    except (KeyError, ValueError, Refused) as broken:
        raise _unreadable(delivery.topic, "not a message as stations set it aside") from broken
    effect = AssessmentSetAside(
        client=said.get("ce_client", ""),
        assessment_id=_reference(said.get("ce_subject", "")) or name,
        patient_ref=_reference(delivery.key.decode("utf-8", "replace")) or PATIENT_NOT_READABLE,
        reason=reason,
        set_aside_at=at,
    )
    return (effect,)


def _proposed(delivery: Delivery) -> tuple[Effect, ...]:
    envelope, plan = _envelope(delivery), _object(delivery)
    try:
        proposed_at = moment(envelope.time)
    except ValueError as broken:
        raise _unreadable(delivery.topic, "ce_time is not a moment") from broken
    if not looks_like_a_plan(plan):
        _refuse(delivery.topic, plan)
    if not all(_reference(plan[name]) for name in _REFERENCES):
        raise _unreadable(delivery.topic, f"not references: {', '.join(_REFERENCES)}")
    body = plan_body(plan, delivery.body or b"")
    client = envelope.client or ""
    return (PlanProposed(head_of(plan, client=client, proposed_at=proposed_at, body=body), body),)


def _refuse(topic: str, plan: Mapping[str, Any]) -> None:
    try:
        check_plan(plan)
    except InvalidPlan as broken:
        raise _unreadable(topic, f"not a plan of the contract: {broken}") from broken


def _envelope(delivery: Delivery) -> Envelope:
    try:
        envelope = envelope_from(delivery.headers)
    except NotAnEvent as broken:
        raise _unreadable(delivery.topic, broken.detail) from broken
    if envelope.type != delivery.topic:
        raise Unreadable("wrong_type", f"{delivery.topic}: ce_type names another topic")
    return envelope


def _object(delivery: Delivery) -> dict[str, Any]:
    try:
        body = json.loads(delivery.body or b"")
    except (ValueError, RecursionError) as broken:
        raise _unreadable(delivery.topic, "the body is not JSON in UTF-8") from broken
    if not isinstance(body, dict):
        raise _unreadable(delivery.topic, "the body is not a JSON object")
    return body


def _reference(text: str) -> str | None:
    return text if _REFERENCE.match(text) else None


def _unreadable(topic: str, detail: str) -> Unreadable:
    return Unreadable("not_readable", f"{topic}: {detail}")


_READERS: Mapping[str, Callable[[Delivery], tuple[Effect, ...]]] = MappingProxyType(
    {
        ASSESSMENTS_RECEIVED.name: _received,
        ASSESSMENTS_WITHDRAWN.name: _withdrawn,
        ASSESSMENTS_SET_ASIDE.name: _set_aside,
        PLANS_PROPOSED.name: _proposed,
    }
)
