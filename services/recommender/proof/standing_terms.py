"""Standing as terms: whether an offered item is certain, and what is confirmed before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row
from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Term
from services.recommender.proof.match_terms import MatchTerms
from services.recommender.proof.settled_terms import SettledTerms
from services.recommender.proof.vote_terms import VoteTerms


@dataclass(slots=True)
class StandingTerms:
    """
    How sure the items are (engine/standing.py).

    Attributes:
        shared_may: rows of the other side that hold for the whole face → whether they may there.
    """

    matched: MatchTerms
    settled: SettledTerms
    votes: VoteTerms
    shared_may: Mapping[int, Term]
    knowledge: Knowledge = field(init=False)
    circuit: Circuit = field(init=False)
    _certain: dict[int, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.knowledge, self.circuit = self.matched.knowledge, self.matched.circuit

    def is_certain(self, place: int) -> Term:
        """Whether an offered item survives every answer to every blank."""
        found = self._certain.get(place)
        if found is None:
            # Two companions that look at each other must not ask in a circle.
            self._certain[place] = FALSE
            found = self._certain[place] = self._is_certain(place)
        return found

    def may_be_offered(self, place: int) -> Term:
        """Whether some row may offer it, whatever bars it."""
        offers = bits(self.knowledge.offers_of_item[place])
        return self.circuit.some(self.matched.rows[at].may for at in offers)

    def conditional_on(self, place: int, name: str) -> Term:
        """Whether the item needs an answer to a finding of the catalogue."""
        return self.circuit.some(
            self.circuit.both(votes, self.matched.asks(cell))
            for row, votes in self.votes.voters(place)
            for cell in row.cells
            if self.knowledge.findings[cell.finding].reported_as == name
        )

    def asked_before(self, place: int, name: str) -> Term:
        """Whether a caution that may hold has a blank confirmed before the item."""
        found: list[Term] = []
        for at in bits(self.knowledge.cautions_of_item[place]):
            if self.knowledge.rows[at].confirm:
                found += self._left_open(at, name)
        return self.circuit.some(found)

    # -- certainty -------------------------------------------------------------------------

    def _is_certain(self, place: int) -> Term:
        declined = self.settled.declined(place)
        offers = bits(self.knowledge.offers_of_item[place])
        sure = self.circuit.some(self._row_is_sure(at, declined) for at in offers)
        bars = bits(self.knowledge.bars_of_item[place])
        barred = self.circuit.some(map(self._may_bar, bars))
        return self.circuit.every((self.settled.offered[place], sure, barred ^ 1))

    def _row_is_sure(self, at: int, declined: Term) -> Term:
        row, urgent = self.knowledge.rows[at], self.knowledge.urgent_offers >> at & 1
        kept = self._some_certain(row.if_offered) if row.if_offered else TRUE
        shunned = self._some_possible(row.unless_offered)
        stays = TRUE if urgent else declined ^ 1
        sure = self.matched.rows[at].certain
        return self.circuit.every([self.settled.offering[at], sure, kept, shunned ^ 1, stays])

    def _may_bar(self, at: int) -> Term:
        row, here = self.knowledge.rows[at], self.matched.rows[at].may
        may = self.circuit.either(here, self.shared_may.get(at, FALSE))
        if not row.companion:
            return may
        wanted = self._some_possible(row.if_offered) if row.if_offered else TRUE
        return self.circuit.every([may, wanted, self._some_certain(row.unless_offered) ^ 1])

    def _some_certain(self, items: int) -> Term:
        return self.circuit.some(map(self.is_certain, bits(items)))

    def _some_possible(self, items: int) -> Term:
        return self.circuit.some(map(self.may_be_offered, bits(items)))

    # -- blanks ----------------------------------------------------------------------------

    def _left_open(self, at: int, name: str) -> Iterator[Term]:
        """For each blank of that name behind a row whether the row waits for its answer."""
        matched = self.matched.rows[at]
        waits = self.circuit.both(matched.may, matched.fires ^ 1)
        for blank in self._blanks(self.knowledge.rows[at], name):
            yield self.circuit.both(waits, blank)

    def _blanks(self, row: Row, name: str) -> Iterator[Term]:
        knowledge, possible = self.knowledge, self.matched.possible
        for cell in row.cells:
            for root in sorted(knowledge.roots[cell.finding]):
                if knowledge.findings[root].reported_as == name:
                    several = self.circuit.at_most_one(possible[root]) ^ 1
                    blank = self.matched.patient.given(name) ^ 1
                    sure = self.matched.is_certain(cell)
                    yield self.circuit.every([sure ^ 1, several, blank])
