"""Matching: which rows fire, may fire, are certain, and fire only if something is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.recommender.engine.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Match:
    """
    What the findings make of the rows.

    Attributes:
        taken: the vector acted on, one value for each finding.
        possible: the vector of all that the blanks leave possible.
        fires, may, certain: rows as bits; `may` includes those that fire.
        asks: rows that fire only if a blank is confirmed.
    """

    taken: tuple[int, ...]
    possible: tuple[int, ...]
    fires: int
    may: int
    certain: int
    asks: int


def match(raw: Sequence[int], knowledge: Knowledge) -> Match:
    """Match the rows against raw values (one set of bits for each finding not derived)."""
    taken, possible = derive(raw, knowledge)
    fires = may = certain = (1 << len(knowledge.rows)) - 1
    asks = 0
    masks = knowledge.masks
    for place, (acted, open_to) in enumerate(zip(taken, possible, strict=True)):
        on_taken = masks(place, acted)
        on_possible = on_taken if acted == open_to else masks(place, open_to)
        fires &= on_taken.fires
        may &= on_possible.may | on_taken.fires
        certain &= on_possible.certain
        asks |= on_taken.asks
    return Match(taken, possible, fires, may | fires, certain, asks & fires)


def derive(raw: Sequence[int], knowledge: Knowledge) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Extend raw values with the derived findings: as taken, and as possible."""
    taken, possible = list(raw), list(raw)
    for table in knowledge.derived:
        value = table.taken(taken)
        taken.append(value)
        possible.append(table.possible(possible, value))
    return tuple(taken), tuple(possible)
