"""Accepting: a posted assessment is checked, named, and put on the disk and its topic at once."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from schemas.assessment import as_received, load_assessment
from schemas.ids import assessment_id_from
from services.intake import events
from services.intake.outbox import Accepted, Outbox, as_bytes

_FINGERPRINT_BYTES = 16

_in_order = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class Sender:
    """
    Who sends an assessment, and what they say of it besides.

    Attributes:
        client: whose assessments they are.
        idempotency_key: the sender's name for this post; None without.
        traceparent: the trace context of the post; None when it came by no door.
        simulated: whether this is no real patient; only who runs the line can say so.
    """

    client: str
    idempotency_key: str | None = None
    traceparent: str | None = None
    simulated: bool = False


def accept(
    posted: object, *, sender: Sender, outbox: Outbox, now: datetime, new_id: Callable[[], str]
) -> tuple[Accepted, bool]:
    """
    Accept an assessment, durably and once.

    Args:
        posted: a JSON value, as parsed.
        now: when it was received, aware.
        new_id: names what came without a name.

    Returns:
        What is on the disk now, and whether it was before.

    Raises:
        InvalidAssessment: the sender mends it.
        AnotherBody: its id or key stands for another body; the sender mends it.
        Unavailable: time or an operator mends it; the sender sends the same again.
    """
    assessment = load_assessment(posted, received_at=now)
    name = assessment.get("assessment_id") or _from_key(sender)
    entry = _entry(assessment, name or new_id(), sender=sender, now=now)
    return outbox.accept(
        entry,
        event=lambda kept: events.received(kept, traceparent=sender.traceparent),
        named=name is not None,
    )


def _from_key(sender: Sender) -> str | None:
    key = sender.idempotency_key
    return None if key is None else assessment_id_from(sender.client, key)


def _entry(
    assessment: Mapping[str, Any], assessment_id: str, *, sender: Sender, now: datetime
) -> Accepted:
    # Written once, in the order of the alphabet: whatever the order of keys and however unknown
    # was said, what says the same has the same bytes, and these also go into the event.
    said = {name: value for name, value in assessment.items() if name != "assessment_id"}
    text = _in_order(said).encode()
    received = as_received(
        assessment, assessment_id=assessment_id, client=sender.client, received_at=now
    )
    record = {name: value for name, value in received.items() if name not in said}
    if sender.simulated:
        record["simulated"] = True
    return Accepted(
        client=sender.client,
        assessment_id=assessment_id,
        patient_ref=assessment["patient_ref"],
        idempotency_key=sender.idempotency_key,
        fingerprint=blake2b(text, digest_size=_FINGERPRINT_BYTES).digest(),
        received_at=received["received_at"],
        body=as_bytes(record)[:-1] + b"," + text[1:],
    )
