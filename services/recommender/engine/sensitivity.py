"""Sensitivity: what would move if the grade were one off, or the duration a tenth."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from services.recommender.engine.amounts import exactly
from services.recommender.engine.clocks import Clock
from services.recommender.engine.deadlines import Deadlines
from services.recommender.engine.findings import known
from services.recommender.engine.knowledge import Change, Knowledge
from services.recommender.engine.outcome import (
    Outcome,
    Outcomes,
    Rows,
    Variant,
    outcome_of,
)
from services.recommender.engine.side import Side

TENTH = 0.1


class Shift(NamedTuple):
    """One neighbouring reading and the outcome that it gives."""

    finding: str
    to: str
    outcome: Outcome


def shifts(outcomes: Outcomes) -> list[Shift]:
    """Neighbouring readings that change what is offered or how soon."""
    found = [*_grades(outcomes), *_durations(outcomes.sides, outcomes.knowledge)]
    return [shift for shift in found if shift.outcome != outcomes.base]


def _grades(outcomes: Outcomes) -> Iterator[Shift]:
    """Graders differ by one: the grade above and the grade below, both sides alike."""
    sides, knowledge = outcomes.sides, outcomes.knowledge
    place = knowledge.index["house_brackmann"]
    grades = knowledge.findings[place].words
    now = sides[0].encoded.vector[place].bit_length() - 1
    for step in (-1, 1):
        if 0 <= now + step < len(grades):
            moved = tuple(_regraded(side, place, step, knowledge) for side in sides)
            yield Shift("house_brackmann", grades[now + step], outcomes.where(moved))


def _regraded(side: Side, place: int, step: int, knowledge: Knowledge) -> Rows:
    grades = knowledge.findings[place].size
    change = knowledge.change({place: _stepped(side.encoded.vector[place], step, grades)})
    return side.variations.with_other("house_brackmann", change)


def _stepped(value: int, step: int, size: int) -> int:
    at = min(max(value.bit_length() - 1 + step, 0), size - 1)
    return 1 << at


def _durations(sides: Sequence[Side], knowledge: Knowledge) -> Iterator[Shift]:
    place = knowledge.index["duration"]
    onset = sides[0].encoded.onset
    if not known(sides[0].encoded.vector[place]):
        return
    for factor in (1 - TENTH, 1 + TENTH):
        moved = onset.stretched(factor)
        value = moved.value(knowledge.findings[place])
        if value == sides[0].encoded.vector[place] and not _due_from_onset(sides, knowledge):
            continue
        change = knowledge.change({place: value})
        again = [_with_onset(side, moved, change, knowledge) for side in sides]
        yield Shift("duration", exactly(moved.low), outcome_of(again, knowledge))


def _due_from_onset(sides: Sequence[Side], knowledge: Knowledge) -> bool:
    """Whether a row that fires wants its item by a time after onset, which moves in any band."""
    counted = [rows for moment, rows in knowledge.joining.due if moment.clock == "onset"]
    return any(side.matched.fires & rows for side in sides for rows in counted)


def _with_onset(side: Side, onset: Clock, change: Change, knowledge: Knowledge) -> Variant:
    """A side whose palsy began at another time; its deadlines count from there."""
    fires, asks = side.variations.with_other("duration", change)
    calendar = replace(side.calendar, clocks={**side.calendar.clocks, "onset": onset})
    return Variant(side, fires, asks, Deadlines(calendar, fires, knowledge))
