"""Reaching: which of many terms hold for somebody, most of them found without the solver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.answers import answers_to
from services.recommender.proof.circuit import FALSE, TRUE, Term
from services.recommender.proof.patient import Patient
from services.recommender.proof.prover import Prover
from services.recommender.proof.smallest import Move, known_to_the_hour, not_given
from services.recommender.proof.space import AGE_OF_ASSESSMENT, RECORD

NEIGHBOURS = 256
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
    nodes, counted = _nodes(prover, left), len(left)
    while left:
        term = next(iter(left))
        del left[term]
        model = prover.solver.find(term)
        if model is None:
            continue
        found.add(term)
        if len(left) < counted / 2:
            nodes, counted = _nodes(prover, left), len(left)
        inputs = {n: n in model.inputs for n in nodes if not prover.circuit.parts[n]}
        holding = _hold_nearby(prover, nodes, inputs, list(left), chance)
        found |= holding
        for other in holding:
            del left[other]
    return frozenset(found)


def _nodes(prover: Prover, terms: Iterable[Term]) -> list[int]:
    """What has to be worked out to see which of the terms hold for whom the door admits."""
    return prover.circuit.beneath([*terms, *prover.solver.axioms])


def _hold_nearby(
    prover: Prover,
    nodes: Sequence[int],
    inputs: Mapping[int, bool],
    terms: Sequence[Term],
    chance: Random,
) -> set[Term]:
    everyone = (1 << NEIGHBOURS) - 1
    bits = {node: everyone if holds else 0 for node, holds in inputs.items()}
    findings = _findings(prover.patient)
    for place in range(1, NEIGHBOURS):
        for answers in chance.sample(findings, chance.randint(1, 6)):
            for node, holds in chance.choice(answers).items():
                held = bits.get(node, 0)
                bits[node] = held | 1 << place if holds else held & ~(1 << place)
    values = prover.circuit.values(nodes, bits, everyone)
    admitted = everyone
    for axiom in prover.solver.axioms:
        admitted &= values[axiom >> 1] ^ (everyone if axiom & 1 else 0)
    return {
        term for term in terms if (values[term >> 1] ^ (everyone if term & 1 else 0)) & admitted
    }


def _findings(patient: Patient) -> list[list[Move]]:
    """For each finding that may be changed by itself what its inputs may become."""
    skipped = {"duration", AGE_OF_ASSESSMENT, *DAYS_OF_TESTS, *RECORD}
    choices = {name: one for name, one in patient.choices.items() if name not in skipped}
    found = [[not_given(one.picks), *_answers(name, patient)] for name, one in choices.items()]
    for name, one in patient.listed.items():
        found.append([not_given([one.given, *one.words.values()]), *_answers(name, patient)])
    return [*found, list(known_to_the_hour(patient.choices["duration"]))]


def _answers(name: str, patient: Patient) -> Iterator[Move]:
    for answer in answers_to(name, patient):
        yield {term >> 1: said == TRUE for term, said in answer.items()}
