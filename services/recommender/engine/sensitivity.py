"""Sensitivity: what would move if the grade were one off, or the duration a tenth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.recommender.engine.amounts import exactly
from services.recommender.engine.findings import known
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.outcome import Outcome, outcome_of
from services.recommender.engine.side import Side, matched_side

TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Shift:
    """One neighbouring reading and the outcome that it gives."""

    finding: str
    to: str
    outcome: Outcome


def shifts(
    sides: Sequence[Side], base: Outcome, knowledge: Knowledge, as_of: datetime
) -> list[Shift]:
    """Neighbouring readings that change what is offered or how soon."""
    found = [*_grades(sides, knowledge), *_durations(sides, knowledge, as_of)]
    return [shift for shift in found if shift.outcome != base]


def _grades(sides: Sequence[Side], knowledge: Knowledge) -> Iterator[Shift]:
    """Graders differ by one: the grade above and the grade below, both sides alike."""
    place = knowledge.index["house_brackmann"]
    grades = knowledge.findings[place].words
    now = sides[0].encoded.vector[place].bit_length() - 1
    for step in (-1, 1):
        if 0 <= now + step < len(grades):
            variants = []
            for side in sides:
                moved = _stepped(side.encoded.vector[place], step, len(grades))
                fires, asks = side.variations.with_answer(
                    "house_brackmann", knowledge.change({place: moved})
                )
                variants.append((side, fires, asks))
            yield Shift("house_brackmann", grades[now + step], outcome_of(variants, knowledge))


def _stepped(value: int, step: int, size: int) -> int:
    at = min(max(value.bit_length() - 1 + step, 0), size - 1)
    return 1 << at


def _durations(sides: Sequence[Side], knowledge: Knowledge, as_of: datetime) -> Iterator[Shift]:
    place = knowledge.index["duration"]
    onset = sides[0].encoded.onset
    if not known(sides[0].encoded.vector[place]):
        return
    for factor in (1 - TENTH, 1 + TENTH):
        moved = replace(onset, low=onset.low * factor, high=onset.high * factor)
        value = moved.value(knowledge.findings[place])
        if value == sides[0].encoded.vector[place]:
            continue
        again = []
        for side in sides:
            vector = list(side.encoded.vector)
            vector[place] = value
            clocks = {**side.encoded.clocks, place: moved}
            encoded = replace(side.encoded, vector=tuple(vector), clocks=clocks, onset=moved)
            again.append(matched_side(side.name, side.facts, encoded, knowledge, as_of))
        outcome = outcome_of(((s, s.matched.fires, s.matched.asks) for s in again), knowledge)
        yield Shift("duration", exactly(moved.low), outcome)
