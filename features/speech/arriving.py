"""An assessment on its way: the event that intake would write, and what can be wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bus.port import Message
from facialis.chance import CLIENT
from schemas.assessment import as_received, load_assessment
from schemas.envelope import Envelope, Headers, headers_of
from schemas.ids import received_id
from schemas.topics import ASSESSMENTS_RECEIVED


@dataclass(frozen=True, slots=True)
class Arriving:
    """
    An event on the topic of assessments.

    Attributes:
        patient_ref: whose it is; events of one patient stay in order.
        assessment_id: the assessment that it speaks of.
        posted: what its sender meant.
        body: what arrives.
        enveloped: whether it says what it is.
    """

    patient_ref: str
    assessment_id: str
    posted: Mapping[str, Any]
    body: bytes
    enveloped: bool = True

    def message(self, *, at: str) -> Message:
        """Make the message, as if it had been received at that moment (RFC 3339)."""
        event_id = received_id(CLIENT, self.assessment_id)
        headers = self._headers(event_id, at) if self.enveloped else ()
        key = self.patient_ref.encode()
        return Message(ASSESSMENTS_RECEIVED.name, key, event_id, headers, self.body)

    def _headers(self, event_id: str, at: str) -> Headers:
        return headers_of(
            Envelope(
                id=event_id,
                source="/facialis/intake",
                type=ASSESSMENTS_RECEIVED.name,
                subject=self.assessment_id,
                time=at,
                client=CLIENT,
            )
        )


def arriving(assessment: Mapping[str, Any], *, assessment_id: str, now: datetime) -> Arriving:
    """Make the event of an assessment that nothing is wrong with."""
    checked = load_assessment(dict(assessment), received_at=now)
    posted = as_received(checked, assessment_id=assessment_id, client=CLIENT, received_at=now)
    body = json.dumps(posted).encode()
    return Arriving(str(assessment["patient_ref"]), assessment_id, posted, body)


def damaged(event: Arriving, damage: str) -> Arriving:
    """Damage it in one of the ways of the list `damage` in `sayings.yaml`."""
    return _DAMAGES[damage](event)


def _with_a_wrong_word(event: Arriving) -> Arriving:
    return replace(event, body=json.dumps({**event.posted, "house_brackmann": "VII"}).encode())


def _cut_off(event: Arriving) -> Arriving:
    return replace(event, body=event.body[: len(event.body) // 2])


def _without_envelope(event: Arriving) -> Arriving:
    return replace(event, enveloped=False)


_DAMAGES: Mapping[str, Callable[[Arriving], Arriving]] = {
    "invalid": _with_a_wrong_word,
    "not_json": _cut_off,
    "not_an_event": _without_envelope,
}
