"""What was set aside: read from its topics, each once however often it was retried."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bus.port import Delivery, Message, Positions
from facialis.operators.logs import Logs
from schemas.faults import Refused
from schemas.ids import retry_id
from schemas.set_aside import SetAsideNote, read_set_aside, retry_headers
from schemas.topics import ASSESSMENTS_SET_ASIDE, PLANS_SET_ASIDE
from services.review.records import PLANNED, REPLACED, WITHDRAWN, Key

WAITS, HANDED_ON, READ, ERASED = "waits", "handed_on", "read", "erased"
OPEN_STATES = (WAITS, HANDED_ON)

_SETTLED = (PLANNED, REPLACED, WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Aside:
    """
    One thing that was set aside.

    Attributes:
        id: its name, the same for every attempt.
        note: why, and where it lay, at the newest attempt.
        delivery: as it lies on the set-aside topic since then.
        first_at: when it was set aside for the first time, RFC 3339.
        state: `waits` for an operator, `handed_on` and not yet looked at, `read` at last, `erased`;
            or what became of its assessment otherwise: `planned`, `replaced`, `withdrawn`.
    """

    id: str
    note: SetAsideNote
    delivery: Delivery
    first_at: str
    state: str

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to look at it."""
        return self.state in OPEN_STATES

    def age_s(self, now: datetime) -> float:
        """Tell how long ago it was set aside for the first time."""
        return (now - datetime.fromisoformat(self.first_at)).total_seconds()


def asides(logs: Logs) -> list[Aside]:
    """Read everything that was set aside on a line, the oldest first."""
    # Where the stations stand is read before what they set aside: so nothing looks read too early.
    stand = {station: logs.stands(station) for station in ("recommender", "review")}
    newest: dict[str, tuple[SetAsideNote, Delivery]] = {}
    first_at: dict[str, str] = {}
    for note, delivery in _noted(logs):
        first_at[note.id] = min(note.at, first_at.get(note.id, note.at))
        if note.id not in newest or newest[note.id][0].attempt <= note.attempt:
            newest[note.id] = note, delivery
    found = [
        Aside(name, note, it, first_at[name], _state(note, it, logs=logs, stand=stand))
        for name, (note, it) in newest.items()
    ]
    return sorted(found, key=_age_and_place)


def retry_of(aside: Aside) -> Message:
    """
    Make the message that hands on the original again: its key, headers and bytes.

    The id follows from what it is and from the attempt, so that doing it twice is done once.
    """
    attempt = aside.note.attempt + 1
    return Message(
        topic=aside.note.topic,
        key=aside.delivery.key,
        id=retry_id(aside.id, attempt),
        headers=retry_headers(aside.delivery.headers, of=aside.id, attempt=attempt),
        body=aside.delivery.body,
    )


def chosen(found: Iterable[Aside], ids: Iterable[str]) -> list[Aside]:
    """
    Choose by the beginnings of ids.

    Raises:
        NotChosen: one begins no id, or several; the operator writes another.
    """
    by_id = {aside.id: aside for aside in found}
    return [by_id.get(name) or _one(list(by_id.values()), name) for name in ids]


class NotChosen(Exception):
    """What was named is not one that was set aside; the operator names another."""


def _age_and_place(aside: Aside) -> tuple[str, str, int, int]:
    return aside.first_at, aside.note.topic, aside.note.partition, aside.note.position


def _one(found: list[Aside], beginning: str) -> Aside:
    fitting = [aside for aside in found if aside.id.startswith(beginning)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise NotChosen(f"nothing that was set aside is called '{beginning}'")
    names = ", ".join(aside.id for aside in fitting[:3])
    raise NotChosen(f"'{beginning}' begins {len(fitting)} of them: {names}")


def _noted(logs: Logs) -> Iterator[tuple[SetAsideNote, Delivery]]:
    for topic in (ASSESSMENTS_SET_ASIDE.name, PLANS_SET_ASIDE.name):
        for delivery in logs.scan(topic):
            try:
                yield read_set_aside(delivery.headers), delivery
            except Refused:
                continue  # Not from a station of ours: there is nothing to retry.


def _state(
    note: SetAsideNote, delivery: Delivery, *, logs: Logs, stand: Mapping[str, Positions]
) -> str:
    if delivery.body is None:
        return ERASED
    settled = logs.state_of(_assessment(note, delivery)) if note.by == "recommender" else None
    if settled in _SETTLED:
        return str(settled)
    place = logs.place_of(note.topic, retry_id(note.id, note.attempt + 1))
    if place is None:
        return WAITS
    partition, position = place
    passed = stand[note.by].get((note.topic, partition), 0) > position
    return READ if passed else HANDED_ON


def _assessment(note: SetAsideNote, delivery: Delivery) -> Key:
    said = {name: value.decode("utf-8", "replace") for name, value in delivery.headers}
    return said.get("ce_client", ""), said.get("ce_subject", "") or note.id
