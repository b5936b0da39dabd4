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
        knowledge = self.knowledge
        self.barring = barring = fires & knowledge.verbs.get("exclude", 0)
        self.offering = fires & knowledge.verbs.get("offer", 0)
        if self.closed:
            self.closed &= ~self._urgent()
        for bit, _, bars in knowledge.rows_by_item:
            if barring & bars:
                self.closed |= bit
        self._offer()
        if self.offering & knowledge.parts:
            self._drop_parts_without_whole()
            self._offer()

    def _urgent(self) -> int:
        """The interventions that some row offers as an emergency."""
        found = 0
        for place in bits(self.offering & self.knowledge.urgent_offers):
            found |= self.knowledge.rows[place].targets
        return found

    def _offer(self) -> None:
        offered, offering = 0, self.offering
        for bit, offers, _ in self.knowledge.rows_by_item:
            if offering & offers:
                offered |= bit
        self.offered = offered & ~self.closed

    def _drop_parts_without_whole(self) -> None:
        for place in bits(self.offering & self.knowledge.parts):
            whole = self.knowledge.rows[place].offer().part_of
            if whole is not None and not self.offered >> whole & 1:
                self.offering &= ~(1 << place)

    def second_pass(self, fires: int) -> None:
        for bit, row in self.knowledge.companions:
            if fires & bit and row.sees(self.offered):
                self.companions |= bit
                self._apply(row, bit)

    def _apply(self, row: Row, bit: int) -> None:
        if row.verb == "offer":
            self.offering |= bit
            self.offered |= row.targets & ~self.closed
        elif row.verb == "exclude":
            self.barring |= bit
            self.closed |= row.targets
            self.offered &= ~row.targets

    def settled(self, asks: int) -> Settled:
        """The dated voters: a row that asks votes only where no firm one offers its item."""
        knowledge = self.knowledge
        dated = self.offering & knowledge.dated
        for place in bits(dated):
            targets = knowledge.rows[place].targets
            offering = self.offering & knowledge.offers_of_item[targets.bit_length() - 1]
            votes = not asks >> place & 1 or not offering & ~asks
            if not (votes and self.offered & targets):
                dated &= ~(1 << place)
        return Settled(self.offered, self.offering, self.barring, self.companions, dated)
