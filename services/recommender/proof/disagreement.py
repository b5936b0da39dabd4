"""Disagreement: rows that can offer the same item together and say what no join rule settles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from services.recommender.engine.findings import bits
from services.recommender.engine.rows import Row
from services.recommender.proof.circuit import Term
from services.recommender.proof.prover import Prover

JOINED = "the earliest stage, the strongest strength, the earliest dates, every referral and aim"
"""What the join rule settles by itself."""

SINGLE = ("side", "zone", "part_of")
"""What an item has one of, so that the rows that vote for it must not differ in it."""


def pairs(prover: Prover) -> Iterator[tuple[str, str, Term]]:
    """Pairs of rows that differ where they may not, and whether both vote."""
    for place in range(len(prover.knowledge.items)):
        rows = prover.knowledge.rows_of_item[place]
        for one, other in combinations(rows, 2):
            if differing := _differing(one, other):
                both = prover.circuit.both(
                    prover.plan.votes.of(one.index), prover.plan.votes.of(other.index)
                )
                yield f"{one.id} and {other.id}", differing, both
    yield from _held(prover)


def _differing(one: Row, other: Row) -> str:
    mine, theirs = one.offer(), other.offer()
    return ", ".join(name for name in SINGLE if getattr(mine, name) != getattr(theirs, name))


def _held(prover: Prover) -> Iterator[tuple[str, str, Term]]:
    """An item that is held stands in one stage too."""
    holds = [prover.knowledge.rows[at] for at in bits(prover.knowledge.verbs.get("hold", 0))]
    for one, other in combinations(holds, 2):
        if one.targets == other.targets and one.hold().stage != other.hold().stage:
            plan = prover.plan
            parts = (
                plan.settled.says(one),
                plan.settled.says(other),
                plan.held.is_held(one.targets.bit_length() - 1),
            )
            yield f"{one.id} and {other.id}", "stage", prover.circuit.every(parts)
