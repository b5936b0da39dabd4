"""Matching: which rows fire, may fire, are certain, and fire only if something is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.recommender.engine.knowledge import Knowledge, Masks


@dataclass(frozen=True, slots=True)
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
    fires = may = certain = (1 << len(knowledge.rows)) - 1
    asks = 0
    masks = knowledge.masks
    by_finding = tuple(map(masks, range(len(taken)), taken))
    for place in knowledge.read:
        on_taken = by_finding[place]
        open_to = possible[place]
        on_possible = on_taken if taken[place] == open_to else masks(place, open_to)
        fires &= on_taken.fires
        may &= on_possible.may | on_taken.fires
        certain &= on_possible.certain
        asks |= on_taken.asks
    return Match(taken, possible, fires, may | fires, certain, asks & fires, by_finding)


def derive(raw: Sequence[int], knowledge: Knowledge) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Extend raw values with the derived findings: as taken, and as possible."""
    taken, possible = list(raw), list(raw)
    for table in knowledge.derived:
        value = table.taken(taken)
        taken.append(value)
        possible.append(table.possible(possible, value))
    return tuple(taken), tuple(possible)
