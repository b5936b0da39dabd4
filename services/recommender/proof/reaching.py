"""Reaching: which of many terms hold for somebody, most of them found without the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from services.recommender.proof.circuit import FALSE, Term
from services.recommender.proof.patient import Patient
from services.recommender.proof.prover import Prover
from services.recommender.proof.space import RECORD, TESTS

NEIGHBOURS = 96
"""Patients drawn near each one that the solver finds."""


def reachable(prover: Prover, terms: Sequence[Term]) -> frozenset[Term]:
    """
    Those of the terms that hold for some assessment.

    Whoever the solver finds for one term is tried on all the others, with patients who differ
    from them in a few findings; what the door refuses does not count.
    """
    chance = Random(1)
    left = dict.fromkeys(term for term in terms if term != FALSE)
    found: set[Term] = set()
    wanted = [*left, *prover.solver.axioms]
    nodes = prover.circuit.beneath(wanted)
    while left:
        term = next(iter(left))
        del left[term]
        model = prover.solver.find(term)
        if model is None:
            continue
        found.add(term)
        inputs = {n: n in model.inputs for n in nodes if not prover.circuit.parts[n]}
        holding = _hold_nearby(prover, nodes, inputs, list(left), chance)
        found |= holding
        for other in holding:
            del left[other]
    return frozenset(found)


def _hold_nearby(
    prover: Prover,
    nodes: Sequence[int],
    inputs: Mapping[int, bool],
    terms: Sequence[Term],
    chance: Random,
) -> set[Term]:
    everyone = (1 << NEIGHBOURS) - 1
    bits = {node: everyone if holds else 0 for node, holds in inputs.items()}
    for place in range(1, NEIGHBOURS):
        for picks in chance.sample(_findings(prover.patient), chance.randint(1, 6)):
            chosen = chance.choice((None, *picks))
            for pick in picks:
                held = bits.get(pick >> 1, 0)
                on = pick == chosen
                bits[pick >> 1] = held | 1 << place if on else held & ~(1 << place)
    values = prover.circuit.values(nodes, bits, everyone)
    admitted = everyone
    for axiom in prover.solver.axioms:
        admitted &= values[axiom >> 1] ^ (everyone if axiom & 1 else 0)
    return {
        term for term in terms if (values[term >> 1] ^ (everyone if term & 1 else 0)) & admitted
    }


def _findings(patient: Patient) -> list[tuple[Term, ...]]:
    """The inputs of each finding of which one may be chosen by itself."""
    skipped = {"duration", "assessment_age_days", *TESTS, *RECORD}
    return [choice.picks for name, choice in patient.choices.items() if name not in skipped]
