"""Outcomes: what is offered and how urgent it is, all sides together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.deadlines import Deadlines
from services.recommender.engine.findings import without
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.settle import Settled, settle, some_vote
from services.recommender.engine.side import Side, shared_bars


class Outcome:
    """What one reading of the facts gives: interventions as bits, and the urgency's place."""

    __slots__ = ("offered", "urgency")

    # Written out, as are `Settled` and the others of which one is made for every answer.
    def __init__(self, offered: int, urgency: int) -> None:
        self.offered, self.urgency = offered, urgency

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Outcome):
            return NotImplemented
        return self.offered == other.offered and self.urgency == other.urgency

    def __hash__(self) -> int:
        return hash(self.offered) ^ self.urgency

    def adds(self, base: "Outcome") -> int:
        return without(self.offered, base.offered)

    def removes(self, base: "Outcome") -> int:
        return without(base.offered, self.offered)


Rows = tuple[int, int]
"""The rows that fire, and those of them that fire only if a blank is confirmed."""


class Variant:
    """
    Another reading of one side.

    Attributes:
        fires, asks: the rows that fire, and those of them that fire only if confirmed.
        deadlines: when the rows want their items done.
    """

    __slots__ = ("asks", "deadlines", "fires", "side")

    # Written out, since one is made for every answer that is tried.
    def __init__(self, side: Side, fires: int, asks: int, deadlines: Deadlines) -> None:
        self.side, self.fires, self.asks, self.deadlines = side, fires, asks, deadlines


Run = tuple[Variant, Settled]
"""A variant, and what its rows give."""


def _variant(side: Side, rows: Rows) -> Variant:
    """A side whose rows fire, and ask, like this; its clocks stand as they do."""
    return Variant(side, rows[0], rows[1], side.deadlines)


def outcome_of(variants: Sequence[Variant], knowledge: Knowledge) -> Outcome:
    """Join the sides' rows into one outcome."""
    apart = len(variants) > 1
    shared = shared_bars([found.fires for found in variants], knowledge) if apart else 0
    runs = [(found, _settled(found, shared, knowledge)) for found in variants]
    offered = fired = 0
    for found, settled in runs:
        offered |= settled.offered
        fired |= found.fires
    return Outcome(offered, _urgency(fired, offered, runs, knowledge))


def _settled(found: Variant, shared: int, knowledge: Knowledge) -> Settled:
    fires, side = found.fires | shared, found.side
    return settle(fires, refused=side.refused, knowledge=knowledge, near=side.settled)


@dataclass(slots=True)
class Outcomes:
    """
    The outcomes of other readings of the same sides.

    What was joined once is remembered: many answers move the same rows, or none.
    """

    sides: Sequence[Side]
    base: Outcome
    knowledge: Knowledge
    _now: tuple[Rows, ...] | None = None
    _of: dict[tuple[Rows, ...], Outcome] = field(default_factory=dict)

    def where(self, rows: tuple[Rows, ...]) -> Outcome:
        """The outcome where these are the sides' rows (of `Knowledge.mattering`)."""
        if self._now is None:
            self._now = tuple([side.variations.now for side in self.sides])
        if rows == self._now:
            return self.base
        found = self._of.get(rows)
        if found is None:
            variants = [_variant(side, rows[at]) for at, side in enumerate(self.sides)]
            found = self._of[rows] = outcome_of(variants, self.knowledge)
        return found


def outcome_now(sides: Iterable[Side], knowledge: Knowledge) -> Outcome:
    """The outcome of the sides as they stand."""
    now = [_variant(side, (side.matched.fires, side.matched.asks)) for side in sides]
    return outcome_of(now, knowledge)


def _urgency(fired: int, offered: int, runs: Sequence[Run], knowledge: Knowledge) -> int:
    """Place of the urgency in `URGENCIES`: the first row of the urgency table that holds."""
    for bit, row in knowledge.urgencies:
        holds = fired & bit and row.sees(offered)
        if holds and (row.hours is None or _wanted_within(row.hours, runs, knowledge)):
            return URGENCIES.index(row.code)
    return len(URGENCIES) - 1


def _wanted_within(hours: float, runs: Sequence[Run], knowledge: Knowledge) -> bool:
    """Whether some row that votes wants its item done within these hours from receipt."""
    for found, settled in runs:
        rows = settled.offering & found.deadlines.within(hours)
        if rows and some_vote(rows, settled, found.asks, knowledge.joining):
            return True
    return False
