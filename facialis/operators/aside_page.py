"""What was set aside, laid out for a terminal however narrow, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from facialis.operators.ahead import Stumbling
from facialis.operators.asides import Aside
from facialis.page.shapes import QUIET, apart, hanging, indented, joined, labelled, stacked

SHORT = 8
"""So much of an id is shown; as much is enough to name it."""

MOST_NAMED = 5

_STATES = {
    "waits": "waits",
    "handed_on": "handed on, not yet looked at",
    "read": "read at last",
    "erased": "erased on request",
    "planned": "planned since",
    "replaced": "replaced by its sender",
    "withdrawn": "withdrawn by its sender",
}
_UNITS = (("d", 86400), ("h", 3600), ("min", 60))


def listed(some: Sequence[Aside], *, now: datetime) -> RenderableType:
    """List what was set aside: how many by reason, then each with its age, reason and place."""
    if not some:
        return Text("Nothing is set aside.")
    return stacked(
        [
            _counted(Counter(aside.note.reason for aside in some)),
            *(apart_each(aside, now=now) for aside in some),
            apart(Text("facialis set-aside show ID · facialis set-aside retry ID", style=QUIET)),
        ]
    )


def apart_each(aside: Aside, *, now: datetime) -> RenderableType:
    """Lay out one of them in three lines or four."""
    note = aside.note
    head = joined([note.reason, age(aside.age_s(now)), _state(aside), _attempts(note.attempt)])
    place = f"{note.topic}/{note.partition}@{note.position}, by the {note.by}"
    body = stacked([head, Text(printable(note.detail)), Text(place, style=QUIET)])
    return indented(hanging(Text(aside.id[:SHORT], style="bold"), body), by=0)


def shown(aside: Aside, *, now: datetime) -> RenderableType:
    """Lay out all that is known of one of them, but for its bytes."""
    note, it = aside.note, aside.delivery
    size = "erased" if it.body is None else f"{len(it.body)} bytes"
    rows = [
        ("id", aside.id),
        ("state", _STATES[aside.state]),
        ("reason", note.reason),
        ("", note.detail),
        ("by", f"the {note.by}, release {note.release or 'not said'}"),
        ("tables", note.knowledge or "not said"),
        ("lay at", f"{note.topic}/{note.partition}@{note.position}"),
        ("first", f"{aside.first_at}, {age(aside.age_s(now))} ago"),
        ("last", f"{note.at}, {_attempts(note.attempt) or 'never retried'}"),
        ("key", _shown_bytes(it.key)),
        ("body", size),
    ]
    headers = [(printable(name), Text(_shown_bytes(value))) for name, value in own_headers(aside)]
    return stacked(
        [
            labelled((name, Text(printable(value), overflow="fold")) for name, value in rows),
            apart(Text("headers", style=QUIET)),
            stacked(indented(Text.assemble((name, "bold"), ": ", text)) for name, text in headers),
        ]
    )


def own_headers(aside: Aside) -> list[tuple[str, bytes]]:
    """Give the headers that it came with, without the note that the station left."""
    return [pair for pair in aside.delivery.headers if not pair[0].startswith("set_aside_")]


def told_ahead(found: Sequence[Stumbling]) -> RenderableType:
    """Say what could not be read when the stations come to it, counted by station and reason."""
    if not found:
        return Text("All that lies ahead can be read.")
    counts = Counter((one.station, one.reason, one.detail) for one in found)
    firsts = {(one.station, one.reason, one.detail): one for one in reversed(found)}
    return stacked(
        [
            Text(f"{_many(len(found), 'delivery', 'deliveries')} ahead cannot be read."),
            *(
                hanging("·", _ahead_line(firsts[what].station, count, firsts[what]))
                for what, count in counts.most_common()
            ),
            apart(
                Text(
                    "Mend what reads them, or set them aside once:\n"
                    f"facialis run --take-aside {len(found)}",
                    style="bold",
                )
            ),
        ]
    )


def as_json(aside: Aside) -> dict[str, Any]:
    """Say the same for machines; neither bytes nor key."""
    note = aside.note
    return {
        "id": aside.id,
        "state": aside.state,
        "reason": note.reason,
        "detail": note.detail,
        "by": note.by,
        "topic": note.topic,
        "partition": note.partition,
        "position": note.position,
        "attempt": note.attempt,
        "first_set_aside_at": aside.first_at,
        "set_aside_at": note.at,
        "release": note.release,
        "knowledge": note.knowledge,
        "size": None if aside.delivery.body is None else len(aside.delivery.body),
    }


def age(seconds: float) -> str:
    """
    Say roughly how long ago.

    >>> age(7300), age(200000), age(5)
    ('2 h', '2 d', 'under 1 min')
    """
    for unit, length in _UNITS:
        if seconds >= length:
            return f"{int(seconds // length)} {unit}"
    return "under 1 min"


def _ahead_line(station: str, count: int, first: Stumbling) -> Text:
    it = first.delivery
    where = f"first {it.topic}/{it.partition}@{it.position}"
    return Text(f"{count} by the {station}: {first.reason}, {first.detail} ({where})")


def _counted(reasons: Counter[str]) -> Text:
    parts = (f"{count} {reason}" for reason, count in reasons.most_common())
    return Text(f"{reasons.total()} set aside: {', '.join(parts)}")


def _state(aside: Aside) -> str:
    return "" if aside.state == "waits" else _STATES[aside.state]


def _attempts(attempt: int) -> str:
    return f"retried {_many(attempt, 'time', 'times')}" if attempt else ""


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _shown_bytes(value: bytes) -> str:
    return printable(value.decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    """Write what a terminal would obey instead of showing: what was sent may be anything."""
    return "".join(it if it.isprintable() else ascii(it)[1:-1] for it in text)


def ids(some: Iterable[Aside]) -> str:
    """Name the first of them, shortly."""
    names = [aside.id[:SHORT] for aside in some]
    more = [f"and {len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    return ", ".join([*names[:MOST_NAMED], *more])
