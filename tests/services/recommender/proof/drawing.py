"""Assessments as the prover has them: looked for (`aiming`), and drawn over every archetype."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import islice
from typing import TypeVar

from benchmarks.patients import patients
from services.recommender.engine.facts import Facts
from services.recommender.engine.side import Side, run_sides
from services.recommender.proof.chosen import choices_of
from services.recommender.proof.circuit import Term
from services.recommender.proof.claims import claims_of, prover_of
from services.recommender.proof.prover import Prover
from services.recommender.proof.sharing import shared
from services.recommender.translate import facts_from
from tests.services.recommender.proof.aiming import aimed_at
from tests.services.recommender.real_plans import AS_OF, accepted, knowledge

HOW_MANY = int(os.environ.get("ASSESSMENTS_TO_COMPARE", "300"))
"""`make prove-check` compares 10,000."""

PROCESSES = len(os.sched_getaffinity(0)) if HOW_MANY > 1_000 else 1

PIECE = 100
"""How many are compared by one solver; a new one is soon told what the old one has forgotten."""

SHARES = (1.0, None, 0.3)
"""How much of a patient was assessed, piece by piece: all, a tenth to all, a third."""

Told = TypeVar("Told")

Seen = tuple[Facts, datetime]
"""What was assessed, and when it is planned for."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    An assessment.

    Attributes:
        sides: what the engine made of it: one side, or left and right where they are graded apart.
        chosen: every input of the prover's patient, both its sides, as the assessment has it.
    """

    facts: Facts
    as_of: datetime
    sides: list[Side]
    chosen: list[Term]

    @property
    def decided(self) -> frozenset[int]:
        """The inputs, by their nodes, that are chosen."""
        return frozenset(term >> 1 for term in self.chosen)

    @property
    def known(self) -> bool:
        """Whether nothing at all is left open."""
        return all(value & value - 1 == 0 for side in self.sides for value in side.encoded.vector)


def in_pieces(compare: Callable[[Prover, list[Drawn]], Told], prover: Prover) -> list[Told]:
    """Compare so many assessments as are asked for, a new solver for each piece of them."""
    pieces = (partial(_compared, compare, prover.afresh, piece) for piece in _pieces())
    return list(shared(pieces, PROCESSES))


def _compared(
    compare: Callable[[Prover, list[Drawn]], Told],
    afresh: Callable[[], Prover],
    piece: Iterable[Seen],
) -> Iterator[Told]:
    prover = afresh()
    yield compare(prover, [drawn(facts, as_of, prover) for facts, as_of in piece])


def _pieces() -> Iterator[Iterable[Seen]]:
    """First those who are looked for, then by chance so many as are left."""
    aimed = _aimed()
    yield aimed
    for number, first in enumerate(range(len(aimed), HOW_MANY, PIECE)):
        yield _by_chance(number, min(PIECE, HOW_MANY - first))


@cache
def _aimed() -> Sequence[Seen]:
    return [(one.facts, one.as_of) for one in aimed_at(prover_of(claims_of(knowledge())))]


def _by_chance(number: int, many: int) -> Iterator[Seen]:
    found = patients(41 + number, as_of=AS_OF, share=SHARES[number % len(SHARES)])
    return ((facts_from(accepted(one)), AS_OF) for one in islice(found, many))


def drawn(facts: Facts, as_of: datetime, prover: Prover) -> Drawn:
    sides = run_sides(facts, knowledge(), as_of)
    said: dict[Term, bool] = {}
    for patient, side in ((prover.right, sides[-1]), (prover.patient, sides[0])):
        said |= choices_of(side.facts, as_of, patient)
    return Drawn(facts, as_of, sides, [t if holds else t ^ 1 for t, holds in said.items()])
