"""Counter-examples: the verdict on what may never be so, with the smallest patients who show it."""

from __future__ import annotations

from collections.abc import Sequence

from services.recommender.proof.circuit import Term
from services.recommender.proof.prover import TRIES, Prover
from services.recommender.proof.relations import Second
from services.recommender.proof.smallest import smallest
from services.recommender.proof.verdicts import Part, Verdict


def never(prover: Prover, term: Term, part: Part, name: str, title: str) -> Verdict:
    """The verdict on what no assessment may show."""
    if not prover.solver.possible(term):
        return Verdict(part, name, title, True)
    found = prover.patient_with(term)
    return Verdict(part, name, title, False, patients=(found,) if found else ())


def never_between(
    prover: Prover, after: Second, ways: Sequence[Term], part: Part, name: str, title: str
) -> Verdict:
    """The verdict on what no two assessments may show, in any of these ways."""
    if not prover.solver.possible(prover.circuit.some(ways)):
        return Verdict(part, name, title, True)
    way = next(one for one in ways if prover.solver.possible(one))
    couples = [(prover.patient, prover.right), (after.left, after.right)]
    found = smallest(prover.solver, couples, [way], tries=TRIES) or ()
    return Verdict(part, name, title, False, patients=tuple(found))
