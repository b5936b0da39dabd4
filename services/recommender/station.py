"""The station on the line: one received assessment in, one proposed plan out."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bus.errors import Unreadable
from bus.port import Delivery, Message, SetAside
from schemas.assessment import read_received
from schemas.envelope import Envelope, NotAnEvent, envelope_from, headers_of
from schemas.faults import InvalidAssessment
from schemas.ids import plan_event_id, set_aside_id
from schemas.set_aside import set_aside_headers
from schemas.strict_json import NotJson, parse
from schemas.topics import ASSESSMENTS_SET_ASIDE, PLANS_PROPOSED

SOURCE = "/facialis/recommender"

Propose = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Makes the plan for an assessment as received, as of its receipt."""


def planning(propose: Propose) -> Callable[[Delivery], list[Message]]:
    """
    Make what turns a received assessment into its proposed plan.

    The same delivery gives the same message each time. One that was erased gives none.

    What it makes raises `Unreadable` where a delivery is not what its topic promises; whatever
    `propose` raises is ours to mend, and stops the line.
    """

    def handle(delivery: Delivery) -> list[Message]:
        if delivery.body is None:
            return []
        envelope = _envelope(delivery)
        assessment = _assessment(delivery.body)
        return [_proposed(propose(assessment), assessment=assessment, received=envelope)]

    return handle


def set_aside_message(aside: SetAside, *, now: Callable[[], datetime]) -> Message:
    """Keep a delivery that could not be read, as it came; it follows from where it lay."""
    it = aside.delivery
    return Message(
        topic=ASSESSMENTS_SET_ASIDE.name,
        key=it.key,
        id=set_aside_id(it.topic, it.partition, it.position),
        headers=set_aside_headers(
            it.headers,
            topic=it.topic,
            partition=it.partition,
            position=it.position,
            reason=aside.reason,
            detail=aside.detail,
            by="recommender",
            at=now(),
        ),
        body=it.body,
    )


def _envelope(delivery: Delivery) -> Envelope:
    try:
        envelope = envelope_from(delivery.headers)
    except NotAnEvent as error:
        raise Unreadable("not_an_event", error.detail) from None
    if envelope.type != delivery.topic:
        raise Unreadable("not_an_event", "ce_type names another topic")
    return envelope


def _assessment(body: bytes) -> dict[str, Any]:
    try:
        return read_received(parse(body))
    except NotJson as error:
        raise Unreadable("not_json", error.code) from None
    except InvalidAssessment as error:
        raise Unreadable("invalid", str(error)) from None


def _proposed(
    plan: Mapping[str, Any], *, assessment: Mapping[str, Any], received: Envelope
) -> Message:
    event_id = plan_event_id(plan["plan_id"])
    envelope = Envelope(
        id=event_id,
        source=SOURCE,
        type=PLANS_PROPOSED.name,
        subject=assessment["assessment_id"],
        time=plan["as_of"],
        traceparent=received.traceparent,
        client=assessment["client"],
    )
    return Message(
        topic=PLANS_PROPOSED.name,
        key=assessment["patient_ref"].encode(),
        id=event_id,
        headers=headers_of(envelope),
        body=json.dumps(plan, ensure_ascii=False, separators=(",", ":")).encode(),
    )
