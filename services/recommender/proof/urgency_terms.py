"""The urgency as terms: the first row of its table that holds (engine/outcome.py)."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.rows import URGENCIES, Row
from services.recommender.proof.circuit import TRUE, Term
from services.recommender.proof.deadline_terms import DeadlineTerms
from services.recommender.proof.settled_terms import SettledTerms


@dataclass(slots=True)
class UrgencyTerms:
    """How urgent a plan is."""

    settled: SettledTerms
    deadlines: DeadlineTerms
    _at_most: dict[int, Term] = field(default_factory=dict)

    def at_most(self, urgency: int) -> Term:
        """Whether the plan is as urgent as this place in `URGENCIES`, or more."""
        found = self._at_most.get(urgency)
        if found is None:
            found = self._at_most[urgency] = self._first_that_holds(urgency)
        return found

    def in_time(self, row: Row) -> Term:
        """Whether something is wanted as soon as an urgency row asks for."""
        return TRUE if row.hours is None else self.deadlines.some_within(row.hours)

    def _first_that_holds(self, urgency: int) -> Term:
        circuit, above, found = self.settled.circuit, TRUE, []
        for at in bits(self.settled.knowledge.verbs["urgency"]):
            row = self.settled.knowledge.rows[at]
            holds = circuit.both(self.settled.speaks(row), self.in_time(row))
            if URGENCIES.index(row.code) <= urgency:
                found.append(circuit.both(above, holds))
            above = circuit.both(above, holds ^ 1)
        if urgency >= len(URGENCIES) - 1:
            found.append(above)
        return circuit.some(found)
