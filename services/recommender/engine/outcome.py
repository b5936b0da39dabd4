"""Outcomes: what is offered and how urgent it is, all sides together."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.settle import settle
from services.recommender.engine.side import Side, shared_bars


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one reading of the facts gives: interventions as bits, and the urgency's place."""

    offered: int
    urgency: int

    def adds(self, base: "Outcome") -> int:
        return self.offered & ~base.offered

    def removes(self, base: "Outcome") -> int:
        return base.offered & ~self.offered


Variant = tuple[Side, int, int]
"""A side, the rows that fire, and those of them that fire only if confirmed."""


def outcome_of(variants: Iterable[Variant], knowledge: Knowledge) -> Outcome:
    """Join the sides' rows into one outcome."""
    offered = fired = 0
    soonest: list[float] = []
    runs = list(variants)
    shared = shared_bars((fires for _, fires, _ in runs), knowledge)
    for side, fires, asks in runs:
        settled = settle(fires | shared, asks, refused=side.refused, knowledge=knowledge)
        offered |= settled.offered
        fired |= fires & knowledge.first_pass | settled.companions
        hours = side.by_hours(settled)
        soonest += [] if hours is None else [hours]
    return Outcome(offered, urgency_of(fired, offered, min(soonest, default=None), knowledge))


def outcome_now(sides: Iterable[Side], knowledge: Knowledge) -> Outcome:
    """The outcome of the sides as they stand."""
    return outcome_of(((s, s.matched.fires, s.matched.asks) for s in sides), knowledge)


def urgency_of(fired: int, offered: int, soonest: float | None, knowledge: Knowledge) -> int:
    """
    Place of the urgency in `URGENCIES`: the first row of the urgency table that holds.

    Args:
        soonest: hours from receipt by which the first item is wanted; None if none is.
    """
    for place in bits(fired & knowledge.verbs["urgency"]):
        row = knowledge.rows[place]
        in_time = row.hours is None or (soonest is not None and soonest <= row.hours)
        if in_time and row.sees(offered):
            return URGENCIES.index(row.code)
    return len(URGENCIES) - 1
