"""The join as terms: what the rows that fire offer, and what is barred (engine/settle.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row
from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Term
from services.recommender.proof.match_terms import MatchTerms


@dataclass(slots=True)
class SettledTerms:
    """
    The outcome of the one join rule.

    Attributes:
        shared: rows of the other side that hold for the whole face → whether they fire there.
        refused, closed, offered: for each intervention; closed is barred, or refused and no
            emergency.
        offering, barring: for the rows that offer and bar whether they do, companions included.
        beside: for each companion row whether it counts.
    """

    matched: MatchTerms
    shared: Mapping[int, Term]
    knowledge: Knowledge = field(init=False)
    circuit: Circuit = field(init=False)
    refused: list[Term] = field(default_factory=list)
    closed: list[Term] = field(default_factory=list)
    offered: list[Term] = field(default_factory=list)
    offering: dict[int, Term] = field(default_factory=dict)
    barring: dict[int, Term] = field(default_factory=dict)
    beside: dict[int, Term] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.knowledge, self.circuit = self.matched.knowledge, self.matched.circuit
        self._refuse()
        self._first_pass()
        self._second_pass()

    def declined(self, place: int) -> Term:
        """Whether an intervention is refused, and is none that is offered all the same."""
        kept = self.knowledge.refusals.still_offered >> place & 1
        return FALSE if kept else self.refused[place]

    def says(self, row: Row) -> Term:
        """Whether a row of any verb counts, by the findings of this side."""
        return self.beside[row.index] if row.companion else self.matched.rows[row.index].fires

    def sees(self, row: Row) -> Term:
        """Whether a row finds offered beside it what it looks for, and nothing that it shuns."""
        wanted, unwanted = (
            self._some_offered(row.if_offered),
            self._some_offered(row.unless_offered),
        )
        return self.circuit.both(wanted if row.if_offered else TRUE, unwanted ^ 1)

    def speaks(self, row: Row) -> Term:
        """Whether a row counts, and sees beside it what it looks for."""
        return self.circuit.both(self.says(row), self.sees(row))

    def own_bar(self, at: int) -> Term:
        """Whether a bar speaks for this side, by its own findings."""
        return self.circuit.both(self.says(self.knowledge.rows[at]), self.barring[at])

    def _some_offered(self, items: int) -> Term:
        return self.circuit.some(self.offered[place] for place in bits(items))

    def _counts(self, row: Row) -> Term:
        """Whether a row fires here, or on the other side where it holds for both."""
        fires = self.matched.rows[row.index].fires
        return self.circuit.either(fires, self.shared.get(row.index, FALSE))

    def _refuse(self) -> None:
        families = self.knowledge.vocabulary.families
        for code in self.knowledge.items:
            self.refused.append(self.matched.patient.refuses((code, families[code])))

    # -- rows of the first pass ------------------------------------------------------------

    def _first_pass(self) -> None:
        first = [row for row in self.knowledge.rows if not row.companion]
        self.barring = {row.index: self._counts(row) for row in first if row.verb == "exclude"}
        self.offering = {row.index: self._counts(row) for row in first if row.verb == "offer"}
        places = range(len(self.knowledge.items))
        urgent = [self._offers(place, self.knowledge.urgent_offers) for place in places]
        self.closed = [self._closed(place, urgent[place]) for place in places]
        self._offer()
        self._drop_parts_without_whole()

    def _closed(self, place: int, urgent: Term) -> Term:
        declined = self.circuit.both(self.declined(place), urgent ^ 1)
        bars = bits(self.knowledge.bars_of_item[place])
        barring = (self.barring[at] for at in bars if at in self.barring)
        return self.circuit.some([declined, *barring])

    def _offer(self) -> None:
        self.offered = [
            self.circuit.both(self._offers(place), closed ^ 1)
            for place, closed in enumerate(self.closed)
        ]

    def _offers(self, place: int, rows: int = -1) -> Term:
        """Whether one of these rows offers an intervention."""
        found = bits(rows & self.knowledge.offers_of_item[place])
        return self.circuit.some(self.offering[at] for at in found if at in self.offering)

    def _drop_parts_without_whole(self) -> None:
        before = list(self.offered)
        for at in bits(self.knowledge.parts):
            whole = self.knowledge.rows[at].offer().part_of
            if at in self.offering and whole is not None:
                self.offering[at] = self.circuit.both(self.offering[at], before[whole])
        self._offer()

    # -- companions ------------------------------------------------------------------------

    def _second_pass(self) -> None:
        for row in self.knowledge.companions:
            counts = self.circuit.both(self._counts(row), self.sees(row))
            self.beside[row.index] = counts
            if row.verb == "offer":
                self._offer_beside(row, counts)
            elif row.verb == "exclude":
                self._bar_beside(row, counts)

    def _offer_beside(self, row: Row, counts: Term) -> None:
        self.offering[row.index] = counts
        for place in bits(row.targets):
            open_to = self.circuit.both(counts, self.closed[place] ^ 1)
            self.offered[place] = self.circuit.either(self.offered[place], open_to)

    def _bar_beside(self, row: Row, counts: Term) -> None:
        self.barring[row.index] = counts
        for place in bits(row.targets):
            self.closed[place] = self.circuit.either(self.closed[place], counts)
            self.offered[place] = self.circuit.both(self.offered[place], counts ^ 1)
