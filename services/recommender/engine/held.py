"""Held: what is not offered yet and comes next on this patient's ladder."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.outcome import Outcome
from services.recommender.engine.rows import Row
from services.recommender.engine.side import Side
from services.recommender.engine.trace import Because


@dataclass(frozen=True, slots=True)
class Held:
    """One held intervention: its bit, its stage, and its entry in the plan."""

    place: int
    stage: int
    body: Mapping[str, Any]
    because: Sequence[Because]


def held(sides: Sequence[Side], base: Outcome, knowledge: Knowledge) -> list[Held]:
    """What hold rows name, unless it is offered, barred or refused; the first row speaks."""
    found: dict[int, Held] = {}
    for side, row in _hold_rows(sides, knowledge):
        place = row.targets.bit_length() - 1
        open_to = not (base.offered | side.refused) >> place & 1
        if open_to and not _barred(place, row, sides) and place not in found:
            found[place] = _held(place, row, side, knowledge)
    return list(found.values())


def _barred(place: int, row: Row, sides: Sequence[Side]) -> bool:
    return any(stands_against(bar, row) for side in sides for bar in side.bars(place))


def stands_against(bar: Row, held: Row) -> bool:
    """Whether a bar takes away what a row holds; one that lifts at that very moment does not."""
    out, on = bar.exclusion(), held.hold().on
    return out.kind != "not_yet" or on is None or out.until != on


def _hold_rows(sides: Sequence[Side], knowledge: Knowledge) -> Iterator[tuple[Side, Row]]:
    for side in sides:
        for at in bits(side.fired & knowledge.verbs.get("hold", 0)):
            yield side, knowledge.rows[at]


def _held(place: int, row: Row, side: Side, knowledge: Knowledge) -> Held:
    terms = row.hold()
    due = side.calendar.due(terms.on)
    because = [side.trace.because(row)]
    body = {
        "intervention": knowledge.items[place],
        "title": knowledge.cards[knowledge.items[place]].title,
        "opens_when": [
            {"finding": o.finding, "must_be": o.must_be, "text": o.text} for o in terms.opens_when
        ],
        **({"on": due.written} if due is not None and due.hours > 0 else {}),
        "because": because,
    }
    return Held(place, terms.stage, body, because)
