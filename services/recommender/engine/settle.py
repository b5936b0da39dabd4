"""Settling: the rows that fired → what is offered, by which rows, and what is barred."""

from dataclasses import dataclass

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row

MEMO_LIMIT = 5_000
"""Outcomes remembered, so that a long-lived station stays small."""


@dataclass(frozen=True, slots=True)
class Settled:
    """
    The outcome of the one join rule, before dates and words. All of it is bits.

    Attributes:
        offered: the interventions offered.
        offering, barring: the rows that offer and bar, companions included.
        companions: the companion rows that count.
        dated: the voting rows that say by when.
    """

    offered: int
    offering: int
    barring: int
    companions: int
    dated: int


def settle(fires: int, asks: int, *, refused: int, knowledge: Knowledge) -> Settled:
    """
    Join the rows that fired.

    Exclusions bar, whatever offers; a refusal takes away all but what a row offers as an
    emergency; of the rows that offer one item the firm ones vote; a
    row that is `part_of` another item counts only beside it; companion rows come last, in
    order, each seeing what the rows before it left.

    Args:
        asks: rows that fire only if a blank is confirmed, and so do not vote beside firm ones.
        refused: interventions that the patient refuses.
    """
    key = (fires & knowledge.settling, asks & knowledge.settling, refused)
    found = knowledge.settled.get(key)
    if found is None:
        found = _settle(*key, knowledge)
        if len(knowledge.settled) < MEMO_LIMIT:
            knowledge.settled[key] = found
    return found


def voters(item: int, settled: Settled, asks: int, knowledge: Knowledge) -> int:
    """The rows that decide an item's stage, strength and dates: the firm ones, or else all."""
    offering = settled.offering & knowledge.offers_of_item[item]
    return offering & ~asks or offering


def _settle(fires: int, asks: int, refused: int, knowledge: Knowledge) -> Settled:
    join = _Join(knowledge, refused & ~knowledge.refusals.still_offered)
    join.first_pass(fires & knowledge.first_pass)
    join.second_pass(fires & ~knowledge.first_pass)
    return join.settled(asks)


class _Join:
    def __init__(self, knowledge: Knowledge, refused: int) -> None:
        self.knowledge = knowledge
        self.closed = refused
        self.offered = self.offering = self.barring = self.companions = 0

    def first_pass(self, fires: int) -> None:
        verbs = self.knowledge.verbs
        self.barring = fires & verbs.get("exclude", 0)
        self.offering = fires & verbs.get("offer", 0)
        urgent = self.offering & self.knowledge.urgent_offers
        for bit, offers, bars in self.knowledge.rows_by_item:
            if self.barring & bars:
                self.closed |= bit
            elif urgent & offers:
                self.closed &= ~bit
        self._offer()
        if self.offering & self.knowledge.parts:
            self._drop_parts_without_whole()
            self._offer()

    def _offer(self) -> None:
        self.offered = 0
        for bit, offers, _ in self.knowledge.rows_by_item:
            if self.offering & offers:
                self.offered |= bit
        self.offered &= ~self.closed

    def _drop_parts_without_whole(self) -> None:
        for place in bits(self.offering & self.knowledge.parts):
            whole = self.knowledge.rows[place].offer().part_of
            if whole is not None and not self.offered >> whole & 1:
                self.offering &= ~(1 << place)

    def second_pass(self, fires: int) -> None:
        for row in self.knowledge.companions:
            if fires >> row.index & 1 and row.sees(self.offered):
                self.companions |= 1 << row.index
                self._apply(row)

    def _apply(self, row: Row) -> None:
        if row.verb == "offer":
            self.offering |= 1 << row.index
            self.offered |= row.targets & ~self.closed
        elif row.verb == "exclude":
            self.barring |= 1 << row.index
            self.closed |= row.targets
            self.offered &= ~row.targets

    def settled(self, asks: int) -> Settled:
        dated = 0
        for bit, offers, _ in self.knowledge.rows_by_item:
            if self.offered & bit:
                offering = self.offering & offers
                dated |= offering & ~asks or offering
        dated &= self.knowledge.dated
        return Settled(self.offered, self.offering, self.barring, self.companions, dated)
