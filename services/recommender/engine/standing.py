"""Standing: whether an item is certain, rests on a blank taken fail-safe, or has conditions."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from services.recommender.engine.findings import bits, known, without
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row
from services.recommender.engine.side import Side


def standing(
    place: int, concerned: Sequence[Side], removed_by: Iterable[str], knowledge: Knowledge
) -> dict[str, Any]:
    """
    The standing of an offered item and the blanks behind it (contract, Item).

    Certain: some row offers it whatever the blanks are, and nothing may bar it.

    Args:
        removed_by: blanks of which some single answer removes the item.
    """
    conditions = dict([it for side in concerned for it in _conditions(place, side, knowledge)])
    doubts = {it: None for side in concerned for it in _doubts(place, side, knowledge)}
    asked = [it for side in concerned for it in _asked_before(place, side, knowledge)]
    confirm: dict[str, Any] = {it: None for it in (*conditions, *removed_by, *asked)}
    certain = all(is_certain(place, side, knowledge) for side in concerned)
    if not certain and not doubts and not confirm:
        confirm = dict.fromkeys(_open_bars(place, concerned, knowledge))
    in_doubt = [name for name in doubts if name not in conditions]
    on_condition = bool(conditions) or any(name not in in_doubt for name in confirm)
    return {
        "standing": _word(certain, on_condition),
        "in_doubt": in_doubt,
        "conditional_on": [{"finding": n, "must_be": m} for n, m in conditions.items()],
        "must_confirm": list(confirm),
    }


def _word(certain: bool, on_condition: bool) -> str:
    if certain:
        return "certain"
    return "conditional" if on_condition else "in_doubt"


def is_certain(place: int, side: Side, knowledge: Knowledge) -> bool:
    """Whether the item survives every answer to every blank."""
    found = side.certain_items.get(place)
    if found is None:
        # Two companions that look at each other must not ask in a circle.
        side.certain_items[place] = False
        sure = any(_sure(row, side, knowledge) for row in _offers_that_stay(place, side, knowledge))
        barred = any(True for _ in _bars_that_may(place, side, knowledge))
        found = side.certain_items[place] = sure and not barred
    return found


def _offers_that_stay(place: int, side: Side, knowledge: Knowledge) -> list[Row]:
    """The rows on which an offer can rest: of one that is refused only those of an emergency."""
    if not side.settled.offered >> place & 1:
        return []
    offers = side.offers(place)
    if without(side.refused, knowledge.refusals.still_offered) & 1 << place:
        return [row for row in offers if knowledge.urgent_offers >> row.index & 1]
    return offers


def _sure(row: Row, side: Side, knowledge: Knowledge) -> bool:
    if not side.matched.certain >> row.index & 1:
        return False
    kept = not row.if_offered or any(
        is_certain(item, side, knowledge) for item in bits(row.if_offered)
    )
    return kept and not row.unless_offered & side.possible_offers


def _bars_that_may(place: int, side: Side, knowledge: Knowledge) -> Iterator[Row]:
    for at in bits((side.matched.may | side.shared_may) & knowledge.bars_of_item[place]):
        row = knowledge.rows[at]
        if not row.companion or _may_see(row, side, knowledge):
            yield row


def _may_see(row: Row, side: Side, knowledge: Knowledge) -> bool:
    """Whether a companion row could find beside it what it looks for."""
    if row.if_offered and not row.if_offered & side.possible_offers:
        return False
    return not any(is_certain(item, side, knowledge) for item in bits(row.unless_offered))


def _conditions(place: int, side: Side, knowledge: Knowledge) -> Iterator[tuple[str, list[str]]]:
    if not side.matched.asks & knowledge.offers_of_item[place]:
        return
    for row in side.voters(place):
        for cell in row.cells:
            if cell.asks(side.matched.taken[cell.finding]):
                finding = knowledge.findings[cell.finding]
                yield finding.reported_as, knowledge.said(finding, cell.wanted)


def _doubts(place: int, side: Side, knowledge: Knowledge) -> list[str]:
    if any(_sure(row, side, knowledge) for row in side.offers(place)):
        return []
    voters = side.voters(place)
    held = [cell for row in voters for cell in row.cells if cell.blank != "confirm"]
    return sorted(side.trace.doubts(held))


def _asked_before(place: int, side: Side, knowledge: Knowledge) -> Iterator[str]:
    """Blanks behind a caution that its author wants confirmed before the item."""
    open_rows = without(side.matched.may, side.matched.fires) & knowledge.cautions_of_item[place]
    for at in bits(open_rows):
        row = knowledge.rows[at]
        if row.confirm:
            yield from _blanks(row, side, knowledge)


def _open_bars(place: int, concerned: Sequence[Side], knowledge: Knowledge) -> Iterator[str]:
    """Blanks of exclusions that only two or more answers together could make hold."""
    for side in concerned:
        for row in _bars_that_may(place, side, knowledge):
            yield from _blanks(row, side, knowledge)


def _blanks(row: Row, side: Side, knowledge: Knowledge) -> Iterator[str]:
    for cell in row.cells:
        if not cell.certain(side.matched.possible[cell.finding]):
            for root in sorted(knowledge.roots[cell.finding]):
                name = knowledge.findings[root].reported_as
                if not known(side.matched.possible[root]) and name not in side.facts.findings:
                    yield name
