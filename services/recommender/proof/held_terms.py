"""What is held, as terms, and which stages a plan then shows (engine/held.py)."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.held import stands_against
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row
from services.recommender.proof.circuit import Circuit, Term
from services.recommender.proof.settled_terms import SettledTerms
from services.recommender.proof.vote_terms import VoteTerms


@dataclass(slots=True)
class HeldTerms:
    """What stands in the stages of a plan, offered or held."""

    settled: SettledTerms
    votes: VoteTerms
    knowledge: Knowledge = field(init=False)
    circuit: Circuit = field(init=False)
    _of_item: dict[int, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.knowledge, self.circuit = self.settled.knowledge, self.settled.circuit

    def is_held(self, place: int) -> Term:
        """Whether an item is held: named as what comes next, and neither offered nor barred."""
        found = self._of_item.get(place)
        if found is None:
            found = self._of_item[place] = self._is_held(place)
        return found

    def stage_shown(self, stage: int) -> Term:
        """Whether a stage holds anything, offered or held."""
        found = [self.votes.in_stage(place, stage) for place in range(len(self.settled.offered))]
        for row in self._rows():
            if row.hold().stage == stage:
                waits = self.is_held(row.targets.bit_length() - 1)
                found.append(self.circuit.both(self.settled.says(row), waits))
        return self.circuit.some(found)

    def _rows(self) -> list[Row]:
        return [self.knowledge.rows[at] for at in bits(self.knowledge.verbs.get("hold", 0))]

    def _is_held(self, place: int) -> Term:
        rows = (row for row in self._rows() if row.targets >> place & 1)
        named, settled = self.circuit.some(map(self._stands, rows)), self.settled
        return self.circuit.every([named, settled.offered[place] ^ 1, settled.refused[place] ^ 1])

    def _stands(self, row: Row) -> Term:
        """Whether a hold row speaks and no bar takes away what it holds."""
        bars = bits(self.knowledge.bars_of_item[row.targets.bit_length() - 1])
        against = (at for at in bars if stands_against(self.knowledge.rows[at], row))
        barred = self.circuit.some(self.settled.barring[at] for at in against)
        return self.circuit.both(self.settled.says(row), barred ^ 1)
