"""The horizon: the days on which doors open and close, if nothing else changes."""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from services.recommender.engine.amounts import DAYS_OF_HOUR_COUNTING, HOURS, in_words
from services.recommender.engine.clocks import NEVER, Clock
from services.recommender.engine.findings import Finding, union
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.moments import Calendar
from services.recommender.engine.outcome import Outcome, Outcomes, Rows
from services.recommender.engine.side import Side

DAY = 24.0
HOUR_DAYS = DAYS_OF_HOUR_COUNTING * 24


class Door(NamedTuple):
    """
    A moment at which what is offered changes; a day stands for its first moment.

    Attributes:
        hours: from receipt.
        on: date, or date and time where the window counts hours.
        at: what the clock then shows, in words.
        adds, removes: interventions as bits.
        rows: the rows that fire then, on any side, as bits.
        offered: the interventions then offered.
    """

    hours: float
    on: str
    approximate: bool
    at: str
    adds: int
    removes: int
    rows: int
    offered: int


class _Turn:
    """A clock reaching a threshold."""

    __slots__ = ("clock", "cut", "finding", "hours")

    def __init__(self, hours: float, finding: Finding, clock: Clock, cut: float) -> None:
        self.hours, self.finding, self.clock, self.cut = hours, finding, clock, cut

    @property
    def counts_hours(self) -> bool:
        return self.finding.unit == "hours" and self.cut < HOUR_DAYS


def doors(outcomes: Outcomes) -> list[Door]:
    """Every later moment at which the offers differ from those just before it."""
    sides, knowledge = outcomes.sides, outcomes.knowledge
    found: list[Door] = []
    before, shown = outcomes.base, _shown(sides, 0.0, knowledge)
    for turn in _turns(sides, knowledge):
        shows = _shown(sides, turn.hours, knowledge)
        if shows == shown:
            continue
        rows = _rows_when(shows, sides)
        after = outcomes.where(rows)
        if after.offered != before.offered:
            found.append(_door(turn, sides[0], before, after, rows))
        before, shown = after, shows
    return found


def _shown(sides: Sequence[Side], hours: float, knowledge: Knowledge) -> list[dict[int, int]]:
    """For each side what the clocks that can move a row will show, in bands."""
    return [side.encoded.after(hours, side.variations.moving_clocks, knowledge) for side in sides]


def _rows_when(shown: Sequence[dict[int, int]], sides: Sequence[Side]) -> tuple[Rows, ...]:
    pairs = zip(sides, shown, strict=True)
    return tuple([side.variations.with_clocks(values) for side, values in pairs])


def _door(turn: _Turn, side: Side, before: Outcome, after: Outcome, rows: Sequence[Rows]) -> Door:
    calendar = side.calendar
    return Door(
        turn.hours,
        calendar.moment(turn.hours) if turn.counts_hours else calendar.day(turn.hours),
        turn.clock.approximate,
        _at(turn),
        after.adds(before),
        after.removes(before),
        union(fires for fires, _ in rows),
        after.offered,
    )


def _at(turn: _Turn) -> str:
    cut = round(turn.cut, 6)
    if turn.finding.unit == "hours":
        said = in_words(cut)
        return said if turn.finding.name == "duration" else f"{turn.finding.label}: {said}"
    return f"{turn.finding.label}: {cut:g} {turn.finding.unit}"


def _turns(sides: Sequence[Side], knowledge: Knowledge) -> list[_Turn]:
    """The next thresholds of every clock that can move a row, in order; one for each moment."""
    limit = _limit(sides[0].encoded.onset, knowledge)
    first: dict[float, _Turn] = {}
    for side in sides:
        for place in side.variations.moving_clocks:
            clock = side.encoded.clocks[place]
            for turn in _turns_of(knowledge.findings[place], clock, side.calendar, limit):
                kept = first.get(turn.hours)
                if kept is None or turn.finding.name == "duration":
                    first[turn.hours] = turn
    return [first[hours] for hours in sorted(first)]


def _limit(onset: Clock, knowledge: Knowledge) -> float:
    limits = knowledge.horizon
    if onset.high < limits.early_until:
        return limits.early_ends - onset.low
    return limits.ends


def _turns_of(finding: Finding, clock: Clock, calendar: Calendar, limit: float) -> Iterator[_Turn]:
    """When a clock that runs enters its bands, up to that many hours from receipt."""
    edges = {clock.low, clock.high} if clock.runs else set()
    for cut in finding.cuts:
        for edge in edges:
            if edge != NEVER:
                hours = hours_to(cut, edge, finding)
                if -DAY < hours <= limit:
                    if finding.unit != "hours" or cut >= HOUR_DAYS:
                        hours = calendar.to_midnight(hours)
                    if 0 < hours <= limit:
                        yield _Turn(hours, finding, clock, cut)


def hours_to(cut: float, elapsed: float, finding: Finding) -> float:
    """
    Hours until a clock that shows `elapsed` (hours) enters the band that begins at `cut`.

    A clock of hours is rounded down, to whole hours under two weeks and then to whole days, so
    it enters with the first whole hour or day that lies in the band.
    """
    if finding.unit != "hours":
        return cut * HOURS[finding.unit] - elapsed
    if cut < HOUR_DAYS:
        return float(math.ceil(math.ceil(cut) - elapsed))
    return math.ceil(cut / 24) * 24 - elapsed
