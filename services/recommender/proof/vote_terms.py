"""Votes as terms: which rows decide how an item is offered, and what they decide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import OfferTerms, Row
from services.recommender.proof.circuit import FALSE, Circuit, Term
from services.recommender.proof.match_terms import MatchTerms
from services.recommender.proof.settled_terms import SettledTerms


@dataclass(slots=True)
class VoteTerms:
    """
    The rows that vote for an item: the firm ones, or else all that offer it.

    An intervention stands by its place, a row by its index, a stage and a strength by theirs.
    """

    matched: MatchTerms
    settled: SettledTerms
    knowledge: Knowledge = field(init=False)
    circuit: Circuit = field(init=False)
    _of_row: dict[int, Term] = field(default_factory=dict)
    _firm: dict[int, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.knowledge, self.circuit = self.matched.knowledge, self.matched.circuit

    def of(self, at: int) -> Term:
        """Whether an offer row decides its item's stage, strength and dates."""
        found = self._of_row.get(at)
        if found is None:
            found = self._of_row[at] = self._votes(at)
        return found

    def voters(self, place: int) -> list[tuple[Row, Term]]:
        """The rows that may vote for an item, and whether they do."""
        return [(row, self.of(row.index)) for row in self.knowledge.rows_of_item[place]]

    def stage_at_most(self, place: int, stage: int) -> Term:
        """Whether an item is offered in this stage or an earlier one."""
        return self.some_voter(place, lambda terms: terms.stage <= stage)

    def in_stage(self, place: int, stage: int) -> Term:
        """Whether an item is offered in just this stage."""
        earlier = self.stage_at_most(place, stage - 1) if stage else FALSE
        return self.circuit.both(self.stage_at_most(place, stage), earlier ^ 1)

    def strength_at_most(self, place: int, strength: int) -> Term:
        """Whether an item is offered as strongly as this, or more strongly."""
        return self.some_voter(place, lambda terms: terms.strength <= strength)

    def some_voter(self, place: int, fits: Callable[[OfferTerms], bool]) -> Term:
        """Whether a row votes for an item that says such a thing of it."""
        rows = self.knowledge.rows_of_item[place]
        return self.circuit.some(self.of(row.index) for row in rows if fits(row.offer()))

    def _votes(self, at: int) -> Term:
        place = self.knowledge.rows[at].targets.bit_length() - 1
        stands_back = self.circuit.both(self.matched.rows[at].asks, self._some_firm(place))
        settled = self.settled
        return self.circuit.every([settled.offering[at], stands_back ^ 1, settled.offered[place]])

    def _some_firm(self, place: int) -> Term:
        found = self._firm.get(place)
        if found is None:
            offers = bits(self.knowledge.offers_of_item[place])
            firm = (self._offers_firmly(at) for at in offers)
            found = self._firm[place] = self.circuit.some(firm)
        return found

    def _offers_firmly(self, at: int) -> Term:
        return self.circuit.both(self.settled.offering[at], self.matched.rows[at].asks ^ 1)
