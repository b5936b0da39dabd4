"""The nearest right thing to what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(typed: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.5) -> list[str]:
    """
    Find the words nearest to one that was typed, nearest first; case does not count.

    Args:
        most: how many at the most.
        cutoff: from 0, everything is near, to 1, only the same.
    """
    by_case = {word.casefold(): word for word in known}
    found = get_close_matches(typed.casefold(), by_case, n=most, cutoff=cutoff)
    return [by_case[word] for word in found]


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Ask `Did you mean …?` with the nearest word; empty when nothing is near."""
    return next((f"Did you mean {word}?" for word in nearest(typed, known)), "")


def one_of(known: Iterable[str]) -> str:
    """List words as a sentence does: `left, right or both sides`."""
    *others, last = known
    return f"{', '.join(others)} or {last}" if others else last
