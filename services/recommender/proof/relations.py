"""Relations: what may not happen between the plans of two assessments that differ in little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.recommender.engine.cells import read_cell
from services.recommender.engine.findings import bits
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.vocabulary import DAYS_OF_TESTS
from services.recommender.proof.choice import Choice, first_of, last_of
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.finding_conditions import on_finding
from services.recommender.proof.invariants import Relation
from services.recommender.proof.patient import Patient
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.prover import Prover
from services.recommender.proof.space import in_words


@dataclass(slots=True)
class Second:
    """
    The same patient another time.

    Attributes:
        left, right: the sides, as `Prover` has them.
        plan: the plan of the left.
    """

    left: Patient
    right: Patient
    plan: PlanTerms


def second(prover: Prover, *names: str) -> Second:
    """The prover's patient with these findings chosen anew, as the door would admit."""
    left = prover.patient.answered_anew(*names)
    right = left if prover.right is prover.patient else _with(prover.right, left, names)
    for patient in (left, right):
        prover.admit(patient)
    return Second(left, right, prover.plan_for(left, right))


def _with(right: Patient, left: Patient, names: Sequence[str]) -> Patient:
    """The other side, with the same new answers; what is told apart by side stays as it was."""
    shared = [name for name in names if name not in left.space.sided]
    choices = {n: left.choices[n] if n in shared else c for n, c in right.choices.items()}
    listed = {n: left.listed[n] if n in shared else c for n, c in right.listed.items()}
    history = left.history if "prior_treatments" in shared else right.history
    return Patient(right.space, right.circuit, choices, listed, history)


def broken(relation: Relation, prover: Prover) -> tuple[Second, list[Term]]:
    """The second patient, and the ways in which a relation may be broken."""
    moved = (relation.finding, *(DAYS_OF_TESTS if relation.finding == "duration" else ()))
    after = second(prover, *moved)
    before = prover.plan
    assumed = [relation.when.term(before), *_differ(relation, prover, after.left)]
    held = prover.circuit.every(assumed)
    ways = _ways(relation, before, after.plan)
    return after, [prover.circuit.both(held, way) for way in ways]


def _differ(relation: Relation, prover: Prover, after: Patient) -> Iterator[Term]:
    name = relation.finding
    finding = prover.space.numbers.get(name) or in_words(name, prover.space.words_of(name))
    for patient, text in ((prover.patient, relation.before), (after, relation.after)):
        cell = read_cell(text, finding, windows={})
        yield on_finding(name, cell).term(_View(patient))  # type: ignore[arg-type]
    if relation.later:
        circuit = prover.circuit
        yield _later(prover.patient.choices[name], after.choices[name], circuit)
        for test in DAYS_OF_TESTS if name == "duration" else ():
            if test in after.choices:
                one, other = prover.patient.choices[test], after.choices[test]
                yield circuit.differ(one.given, other.given) ^ 1
                yield circuit.either(one.given ^ 1, _later(one, other, circuit))


@dataclass(slots=True)
class _View:
    """A patient without a plan, for conditions that read findings only."""

    patient: Patient

    @property
    def circuit(self) -> Circuit:
        return self.patient.circuit


def _later(before: Choice, after: Choice, circuit: Circuit) -> Term:
    """As far on in the order of the finding, or further, at both ends."""
    if len(before.picks) == len(before.members):
        places = range(len(before.picks))
        return circuit.some(
            circuit.both(before.picks[a], after.picks[b]) for a in places for b in places if b >= a
        )
    ends = [
        circuit.implies(a, b)
        for side in (first_of, last_of)
        for a, b in zip(side(before), side(after), strict=True)
    ]
    return circuit.every(ends)


def _ways(relation: Relation, before: PlanTerms, after: PlanTerms) -> Iterator[Term]:
    circuit = before.circuit
    for place in bits(relation.never_adds | relation.keeps):
        yield circuit.both(after.offered[place], before.offered[place] ^ 1)
    for place in bits(relation.never_removes | relation.keeps):
        yield circuit.both(before.offered[place], after.offered[place] ^ 1)
    if relation.urgency:
        yield from _less_urgent(before, after)
    if relation.urgency == "same":
        yield from _less_urgent(after, before)


def _less_urgent(before: PlanTerms, after: PlanTerms) -> Iterator[Term]:
    for urgency in range(len(URGENCIES) - 1):
        at_least = before.urgency.at_most(urgency)
        yield before.circuit.both(at_least, after.urgency.at_most(urgency) ^ 1)
