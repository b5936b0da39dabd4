"""The prover: one set of tables, a patient of whom nothing is decided, and the solver."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field

from services.recommender.engine.knowledge import Knowledge
from services.recommender.proof.assessment import Assessment
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.patient import Patient, patient_of
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.smallest import smallest
from services.recommender.proof.solver import Solver
from services.recommender.proof.space import Limits, Space, SummaryKey, space_of

TRIES = 40
"""How many of the solver's patients are given up, since no assessment has just their values."""


@dataclass(slots=True)
class Prover:
    """
    What can be asked of some tables.

    Attributes:
        plan: what they make of `patient`, or of the left side where both are graded apart.
        other: what they make of the right side then; of it only the rows count that hold for both.
    """

    knowledge: Knowledge
    space: Space
    circuit: Circuit = field(default_factory=Circuit)
    patient: Patient = field(init=False)
    right: Patient = field(init=False)
    plan: PlanTerms = field(init=False)
    solver: Solver = field(init=False)

    def __post_init__(self) -> None:
        self.patient = patient_of(self.space, self.circuit)
        self.right = self.patient.with_other_side() if self.space.sided else self.patient
        self.plan = self.plan_for(self.patient, self.right)
        self.solver = self._solver()

    def afresh(self) -> Prover:
        """The same tables and patient with a solver that was told nothing else."""
        other = copy(self)
        other.solver = self._solver()
        return other

    def _solver(self) -> Solver:
        solver = Solver(self.circuit)
        solver.always(self.patient.axioms())
        if self.right is not self.patient:
            solver.always(self.right.axioms())
        return solver

    def alone(self) -> PlanTerms:
        """The plan of one side by itself."""
        return PlanTerms(self.knowledge, self.patient, {}, {})

    def admit(self, patient: Patient) -> None:
        """Let the solver choose only what the door admits."""
        self.solver.always(patient.axioms())

    def plan_for(self, patient: Patient, right: Patient) -> PlanTerms:
        """The plan of one side, the other side's bars for the whole face counted in."""
        return plan_of(self.knowledge, patient, right)

    def patient_with(self, *terms: Term) -> Assessment | None:
        """The shortest assessment for which all of these hold, as far as it is easily found."""
        found = smallest(self.solver, [(self.patient, self.right)], terms, tries=TRIES)
        return found[0] if found else None


def plan_of(knowledge: Knowledge, patient: Patient, right: Patient) -> PlanTerms:
    """What tables make of a patient, or of the left side where both are graded apart."""
    if right is patient or "sides_graded_apart" not in patient.choices:
        return PlanTerms(knowledge, patient, {}, {})
    apart = patient.choices["sides_graded_apart"].picks[1]
    other = PlanTerms(knowledge, right, {}, {})
    both = [row.index for row in knowledge.rows if knowledge.whole_face >> row.index & 1]
    shared = {at: patient.circuit.both(apart, other.matched.rows[at].fires) for at in both}
    may = {at: patient.circuit.both(apart, other.matched.rows[at].may) for at in both}
    return PlanTerms(knowledge, patient, shared, may)


def prover_for(
    knowledges: Sequence[Knowledge],
    *,
    limits: Mapping[str, Limits] | None = None,
    sided: Iterable[str] = (),
    required: Iterable[str] = ("house_brackmann",),
    cuts: Mapping[str, Iterable[float]] | None = None,
    summaries: Mapping[SummaryKey, Iterable[float]] | None = None,
) -> Prover:
    """A prover for the first of these tables, in the space of all of them."""
    space = space_of(
        knowledges, required=required, limits=limits, sided=sided, cuts=cuts, summaries=summaries
    )
    return Prover(knowledges[0], space)
