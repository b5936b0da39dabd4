"""Assessments drawn over every archetype, known in full and with blanks, as the prover has them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from benchmarks.patients import patients
from services.recommender.engine.facts import Facts
from services.recommender.engine.side import Side, run_sides
from services.recommender.proof.circuit import Term
from services.recommender.proof.prover import Prover
from services.recommender.proof.sharing import shared
from services.recommender.proof.witness import choices_of
from services.recommender.translate import facts_from
from tests.services.recommender.real_plans import AS_OF, accepted, knowledge

HOW_MANY = int(os.environ.get("ASSESSMENTS_TO_COMPARE", "300"))
"""`make prove-check` compares 10,000."""

PROCESSES = len(os.sched_getaffinity(0)) if HOW_MANY > 1_000 else 1

PIECE = 100
"""How many are compared by one solver; a new one is soon told what the old one has forgotten."""

SHARES = (1.0, None, 0.3)
"""How much of a patient was assessed, piece by piece: all, a tenth to all, a third."""

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Drawn:
    """
    An assessment.

    Attributes:
        sides: what the engine made of it: one side, or left and right where they are graded apart.
        chosen: every input of the prover's patient, both its sides, as the assessment has it.
    """

    facts: Facts
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
    pieces = range(0, HOW_MANY, PIECE)
    return list(shared((partial(_piece, compare, prover, at) for at in pieces), PROCESSES))


def _piece(
    compare: Callable[[Prover, list[Drawn]], Told], prover: Prover, first: int
) -> Iterator[Told]:
    number = first // PIECE
    found = patients(41 + number, as_of=AS_OF, share=SHARES[number % len(SHARES)])
    fresh = prover.afresh()
    some = islice(found, min(PIECE, HOW_MANY - first))
    yield compare(fresh, [_drawn(accepted(one), fresh) for one in some])


def _drawn(assessment: dict[str, Any], prover: Prover) -> Drawn:
    facts = facts_from(assessment)
    sides = run_sides(facts, knowledge(), AS_OF)
    said: dict[Term, bool] = {}
    for patient, side in ((prover.right, sides[-1]), (prover.patient, sides[0])):
        said |= choices_of(side.facts, AS_OF, patient)
    return Drawn(facts, sides, [term if holds else term ^ 1 for term, holds in said.items()])
