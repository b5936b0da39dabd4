"""Settling: the rows that fired → what is offered, what is barred, what is held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row

MEMO_LIMIT = 50_000
"""Outcomes remembered, so that a long-lived station stays small."""


@dataclass(frozen=True, slots=True)
class Settled:
    """
    The outcome of the one join rule, before dates and words.

    Attributes:
        offered: interventions as bits.
        offers: intervention → every row that offers it, in order.
        voters: intervention → the rows that decide stage, strength and dates: the firm ones,
            or, where none is firm, those that ask for a confirmation.
        bars: intervention → exclusion rows that fired.
        companions: the companion rows that counted, as bits.
        dated: the voters that say by when.
    """

    offered: int
    offers: Mapping[int, tuple[Row, ...]]
    voters: Mapping[int, tuple[Row, ...]]
    bars: Mapping[int, tuple[Row, ...]]
    companions: int
    dated: tuple[int, ...]


def settle(fires: int, asks: int, *, refused: int, knowledge: Knowledge) -> Settled:
    """
    Join the rows that fired.

    Exclusions bar, whatever offers; of the rows that offer one item the firm ones vote; a
    row that is `part_of` another item counts only beside it; companion rows come last, in
    order, each seeing what the rows before it left.
    """
    key = (fires & knowledge.settling, asks & knowledge.settling, refused)
    found = knowledge.settled.get(key)
    if found is None:
        found = _settle(*key, knowledge)
        if len(knowledge.settled) < MEMO_LIMIT:
            knowledge.settled[key] = found
    return found


def _settle(fires: int, asks: int, refused: int, knowledge: Knowledge) -> Settled:
    join = _Join(knowledge, refused & ~knowledge.refusals.still_offered)
    join.first_pass(fires & knowledge.first_pass)
    join.drop_parts_without_whole()
    join.second_pass(fires & ~knowledge.first_pass)
    return join.settled(asks)


@dataclass(slots=True)
class _Join:
    knowledge: Knowledge
    refused: int
    offers: dict[int, list[Row]] = field(default_factory=dict)
    bars: dict[int, list[Row]] = field(default_factory=dict)
    offered: int = 0
    barred: int = 0
    companions: int = 0

    def first_pass(self, fires: int) -> None:
        for place in bits(fires):
            self._apply(self.knowledge.rows[place])
        self.offered &= ~(self.barred | self.refused)

    def _apply(self, row: Row) -> None:
        if row.verb == "offer":
            item = row.targets.bit_length() - 1
            self.offers.setdefault(item, []).append(row)
            self.offered |= row.targets & ~(self.barred | self.refused)
        elif row.verb == "exclude":
            self.barred |= row.targets
            self.offered &= ~row.targets
            for item in bits(row.targets):
                self.bars.setdefault(item, []).append(row)

    def drop_parts_without_whole(self) -> None:
        for item in bits(self.offered):
            self.offers[item] = [row for row in self.offers[item] if self._has_whole(row)]
            if not self.offers[item]:
                self.offered &= ~(1 << item)
                del self.offers[item]

    def _has_whole(self, row: Row) -> bool:
        part_of = row.offer().part_of
        return part_of is None or bool(self.offered >> part_of & 1)

    def second_pass(self, fires: int) -> None:
        for place in bits(fires):
            row = self.knowledge.rows[place]
            if row.sees(self.offered):
                self.companions |= 1 << place
                self._apply(row)

    def settled(self, asks: int) -> Settled:
        offers = {item: tuple(self.offers[item]) for item in bits(self.offered)}
        voters = {
            item: tuple(r for r in rows if not asks >> r.index & 1) or rows
            for item, rows in offers.items()
        }
        bars = {item: tuple(rows) for item, rows in self.bars.items()}
        dated = {r.index for rows in voters.values() for r in rows if r.offer().by is not None}
        return Settled(self.offered, offers, voters, bars, self.companions, tuple(sorted(dated)))
