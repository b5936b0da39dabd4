"""Settling: the rows that fired → what is offered, by which rows, and what is barred."""

from services.recommender.engine.findings import bits, without
from services.recommender.engine.joining import Joining
from services.recommender.engine.knowledge import Knowledge

MEMO_LIMIT = 5_000
"""Situations of companions remembered, so that a long-lived station stays small."""


class Settled:
    """
    The outcome of the one join rule, before dates and words. All of it is bits.

    Attributes:
        offered: the interventions offered.
        offering, barring: the rows that offer and bar, companions included.
        companions: the companion rows that count.
        fires: the rows that were joined.
        spoken_for, barred: the interventions that rows of the first pass offer, and exclude.
    """

    __slots__ = (
        "barred",
        "barring",
        "companions",
        "fires",
        "offered",
        "offering",
        "spoken_for",
    )

    # Written out, since one is made for every answer that is tried.
    def __init__(
        self,
        offered: int,
        offering: int,
        barring: int,
        companions: int,
        fires: int,
        spoken_for: int,
        barred: int,
    ) -> None:
        self.offered, self.offering, self.barring = offered, offering, barring
        self.companions, self.fires = companions, fires
        self.spoken_for, self.barred = spoken_for, barred


class Beside:
    """
    What companion rows did.

    Attributes:
        offered: of the interventions that companions touch, those then offered.
        offering, barring: the companions that offer and bar.
        rows: all companions that count.
    """

    __slots__ = ("barring", "offered", "offering", "rows")

    def __init__(self, offered: int, offering: int, barring: int, rows: int) -> None:
        self.offered, self.offering, self.barring, self.rows = offered, offering, barring, rows


NOTHING = Settled(0, 0, 0, 0, 0, 0, 0)
"""The outcome when no row fires."""


def settle(fires: int, *, refused: int, knowledge: Knowledge, near: Settled = NOTHING) -> Settled:
    """
    Join the rows that fired.

    Exclusions bar, whatever offers; a refusal takes away all but what a row offers as an
    emergency; a row that is `part_of` another item counts only beside it; companion rows come
    last, in order, each seeing what the rows before it left.

    Args:
        refused: interventions that the patient refuses.
        near: an outcome of other rows; only what those rows and these do not share is looked at.
    """
    joining = knowledge.joining
    spoken_for = _spoken_for(fires, near, joining)
    barred = _barred(fires, near, joining)
    offering = fires & joining.offers
    refused = without(refused, knowledge.refusals.still_offered)
    closed = barred | without(refused, _urgent(offering, joining)) if refused else barred
    offered = without(spoken_for, closed)
    if offering & joining.parts:
        offering = _with_their_wholes(offering, offered, knowledge)
        offered = without(_spoken_for(offering, near, joining), closed)
    beside = _beside(fires, offered, closed, knowledge)
    return Settled(
        without(offered, joining.touched) | beside.offered,
        offering | beside.offering,
        fires & joining.bars | beside.barring,
        beside.rows,
        fires,
        spoken_for,
        barred,
    )


def voters(item: int, settled: Settled, asks: int, knowledge: Knowledge) -> int:
    """The rows that decide an item's stage, strength and dates: the firm ones, or else all."""
    offering = settled.offering & knowledge.offers_of_item[item]
    return without(offering, asks) or offering


def some_vote(rows: int, settled: Settled, asks: int, joining: Joining) -> bool:
    """Whether one of these rows that offer votes: it is firm, or no firm one offers its item."""
    for place in bits(rows):
        item, offers = joining.voting[place]
        votes = not asks >> place & 1 or not without(settled.offering & offers, asks)
        if votes and settled.offered & item:
            return True
    return False


def _spoken_for(fires: int, near: Settled, joining: Joining) -> int:
    """The interventions that some row of the first pass offers."""
    found, moved = near.spoken_for, (fires ^ near.fires) & joining.offers
    for place in bits(moved & near.fires):
        item, rows = joining.offered_by[place]
        if not fires & rows:
            found = without(found, item)
    for place in bits(moved & fires):
        found |= joining.targets[place]
    return found


def _barred(fires: int, near: Settled, joining: Joining) -> int:
    """The interventions that some row of the first pass excludes."""
    found, moved = near.barred, (fires ^ near.fires) & joining.bars
    for place in bits(moved & near.fires):
        for item, rows in joining.barred_by[place]:
            if not fires & rows:
                found = without(found, item)
    for place in bits(moved & fires):
        found |= joining.targets[place]
    return found


def _urgent(offering: int, joining: Joining) -> int:
    """The interventions that some row offers as an emergency."""
    found = 0
    for place in bits(offering & joining.urgent):
        found |= joining.offered_by[place][0]
    return found


def _with_their_wholes(offering: int, offered: int, knowledge: Knowledge) -> int:
    """The rows that offer, without the parts whose whole is not offered."""
    for place in bits(offering & knowledge.parts):
        whole = knowledge.rows[place].offer().part_of
        if whole is not None and not offered >> whole & 1:
            offering ^= 1 << place
    return offering


def _beside(fires: int, offered: int, closed: int, knowledge: Knowledge) -> Beside:
    """What the companions do there; what they do rests on nothing but this key."""
    joining = knowledge.joining
    key = (fires & joining.companions, offered & joining.seen, closed & joining.touched)
    found: Beside | None = knowledge.settled.get(key)
    if found is None:
        if len(knowledge.settled) >= MEMO_LIMIT:
            knowledge.settled.clear()
        found = knowledge.settled[key] = _second_pass(key[0], key[1], key[2], knowledge)
    return found


def _second_pass(fires: int, offered: int, closed: int, knowledge: Knowledge) -> Beside:
    offering = barring = rows = 0
    first = knowledge.joining.companions_from
    for place in bits(fires >> first):
        row = knowledge.rows[first + place]
        if row.sees(offered):
            bit = 1 << row.index
            rows |= bit
            if row.verb == "offer":
                offering |= bit
                offered |= without(row.targets, closed)
            elif row.verb == "exclude":
                barring |= bit
                closed |= row.targets
                offered = without(offered, row.targets)
    return Beside(offered & knowledge.joining.touched, offering, barring, rows)
