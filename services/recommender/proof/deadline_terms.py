"""Deadlines as terms: by when what is offered is wanted (engine/deadlines.py)."""

from __future__ import annotations

from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.rows import Moment
from services.recommender.proof.circuit import FALSE, TRUE, Term
from services.recommender.proof.onset_terms import may_have_reached
from services.recommender.proof.vote_terms import VoteTerms


@dataclass(slots=True)
class DeadlineTerms:
    """Deadlines of rows that vote, in hours from receipt."""

    votes: VoteTerms
    _within: dict[float, Term] = field(default_factory=dict)

    def some_within(self, hours: float) -> Term:
        """Whether some offered item is wanted within so many hours."""
        found = self._within.get(hours)
        if found is None:
            found = self._within[hours] = self._due(self.votes.knowledge.dated, hours)
        return found

    def item_within(self, place: int, hours: float) -> Term:
        """Whether this item is wanted within so many hours."""
        knowledge = self.votes.knowledge
        return self._due(knowledge.dated & knowledge.offers_of_item[place], hours)

    def _due(self, rows: int, hours: float) -> Term:
        votes, found = self.votes, []
        for at in bits(rows):
            moment = votes.knowledge.rows[at].offer().by
            assert moment is not None
            found.append(votes.circuit.both(votes.of(at), self._lies_within(moment, hours)))
        return votes.circuit.some(found)

    def _lies_within(self, moment: Moment, hours: float) -> Term:
        if moment.clock == "receipt":
            return TRUE if moment.hours <= hours else FALSE
        if moment.clock != "onset":
            raise ValueError(f"the proof knows no deadline counted from {moment.clock}")
        return may_have_reached(moment.hours - hours, self.votes.matched.patient)
