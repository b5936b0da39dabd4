"""Matching: which rows fire, may fire, are certain, and fire only if something is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.masks import Masks


@dataclass(slots=True, eq=False)
class Match:
    """
    What the findings make of the rows.

    Attributes:
        taken: the vector acted on, one value for each finding.
        possible: the vector of all that the blanks leave possible.
        fires, may, certain: rows as bits; `may` includes those that fire.
        asks: rows that fire only if a blank is confirmed.
        by_finding: what each finding's value taken lets fire.
    """

    taken: tuple[int, ...]
    possible: tuple[int, ...]
    fires: int
    may: int
    certain: int
    asks: int
    by_finding: tuple[Masks, ...]


def match(raw: Sequence[int], knowledge: Knowledge) -> Match:
    """Match the rows against raw values (one set of bits for each finding not derived)."""
    taken, possible = derive(raw, knowledge)
    by_finding = tuple([masks.of(taken[at]) for at, masks in enumerate(knowledge.masks_of)])
    fires = may = certain = sure = (1 << len(knowledge.rows)) - 1
    asks = 0
    for place in knowledge.read:
        on_taken, open_to = by_finding[place], possible[place]
        if open_to == taken[place]:
            if on_taken.sure:
                sure &= on_taken.fires
                continue
            if not on_taken.open:
                may &= on_taken.may
            certain &= on_taken.certain
        else:
            on_possible = knowledge.masks_of[place].of(open_to)
            may &= on_possible.may | on_taken.fires
            certain &= on_possible.certain
        fires &= on_taken.fires
        if on_taken.asks:
            asks |= on_taken.asks
    fires &= sure
    return Match(
        taken, possible, fires, may & sure | fires, certain & sure, asks & fires, by_finding
    )


def derive(raw: Sequence[int], knowledge: Knowledge) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Extend raw values with the derived findings: as taken, and as possible."""
    taken, possible = list(raw), list(raw)
    for table in knowledge.derived:
        value, values = table.both(taken, possible)
        taken.append(value)
        possible.append(values)
    return tuple(taken), tuple(possible)
