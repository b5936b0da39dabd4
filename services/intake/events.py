"""The events that intake publishes, as messages."""

from bus.port import Message
from schemas.envelope import Envelope, headers_of
from schemas.ids import received_id, withdrawal_id
from schemas.topics import ASSESSMENTS_RECEIVED, ASSESSMENTS_WITHDRAWN, Topic
from services.intake.outbox import Accepted, as_bytes

SOURCE = "/facialis/intake"


def received(entry: Accepted, *, traceparent: str | None) -> Message:
    """Say that an assessment was received."""
    event_id = received_id(entry.client, entry.assessment_id)
    return Message(
        topic=ASSESSMENTS_RECEIVED.name,
        key=entry.patient_ref.encode(),
        id=event_id,
        headers=headers_of(
            _envelope(
                ASSESSMENTS_RECEIVED,
                entry,
                event_id=event_id,
                time=entry.received_at,
                traceparent=traceparent,
            )
        ),
        body=entry.body,
    )


def withdrawn(entry: Accepted, *, traceparent: str | None) -> Message:
    """Say that an assessment was withdrawn."""
    event_id = withdrawal_id(entry.client, entry.assessment_id)
    time = entry.withdrawn_at or entry.received_at
    envelope = _envelope(
        ASSESSMENTS_WITHDRAWN, entry, event_id=event_id, time=time, traceparent=traceparent
    )
    body = {
        "assessment_id": entry.assessment_id,
        "patient_ref": entry.patient_ref,
        "client": entry.client,
        "reason": entry.reason,
        "withdrawn_at": time,
    }
    return Message(
        topic=ASSESSMENTS_WITHDRAWN.name,
        key=entry.patient_ref.encode(),
        id=event_id,
        headers=headers_of(envelope),
        body=as_bytes(body),
    )


def _envelope(
    topic: Topic, entry: Accepted, *, event_id: str, time: str, traceparent: str | None
) -> Envelope:
    return Envelope(
        id=event_id,
        source=SOURCE,
        type=topic.name,
        subject=entry.assessment_id,
        time=time,
        traceparent=traceparent,
        client=entry.client,
    )
