"""The station on the line: one received assessment in, one proposed plan out."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from bus.errors import Unreadable
from bus.port import Delivery, Message
from schemas.assessment import read_received
from schemas.envelope import Envelope, NotAnEvent, envelope_from, headers_of
from schemas.faults import InvalidAssessment
from schemas.ids import plan_event_id
from schemas.strict_json import NotJson, parse
from schemas.topics import PLANS_PROPOSED

SOURCE = "/facialis/recommender"

Propose = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Makes the plan for an assessment as received, as of its receipt."""


def planning(
    propose: Propose, *, proposed_at: str | None = None
) -> Callable[[Delivery], list[Message]]:
    """
    Make what turns a received assessment into its proposed plan.

    The same delivery gives the same message each time. One that was erased gives none.

    Args:
        propose: makes the plan.
        proposed_at: when it is proposed (RFC 3339), where that is not when the assessment came:
            of two states of the tables with one version the later used is the newer.

    What it makes raises `Unreadable` where a delivery is not what its topic promises; whatever
    `propose` raises is ours to mend, and stops the line.
    """

    def handle(delivery: Delivery) -> list[Message]:
        if delivery.body is None:
            return []
        envelope, assessment = read(delivery)
        plan = propose(assessment)
        time = proposed_at or plan["as_of"]
        return [_proposed(plan, assessment=assessment, received=envelope, time=time)]

    return handle


def read(delivery: Delivery) -> tuple[Envelope, dict[str, Any]]:
    """
    Read a received assessment that was not erased.

    Raises:
        Unreadable: it is not what its topic promises; the sender mends it.
    """
    return _envelope(delivery), _assessment(delivery.body or b"")


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
    plan: Mapping[str, Any], *, assessment: Mapping[str, Any], received: Envelope, time: str
) -> Message:
    event_id = plan_event_id(plan["plan_id"])
    envelope = Envelope(
        id=event_id,
        source=SOURCE,
        type=PLANS_PROPOSED.name,
        subject=assessment["assessment_id"],
        time=time,
        traceparent=received.traceparent,
        client=assessment["client"],
    )
    return Message(
        topic=PLANS_PROPOSED.name,
        key=assessment["patient_ref"].encode(),
        id=event_id,
        headers=headers_of(envelope),
        body=orjson.dumps(plan),
    )
