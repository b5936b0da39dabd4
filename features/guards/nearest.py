"""The nearest right thing to what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

_OTHER_ORDER = 0.95


def nearest(typed: str, known: Iterable[str], *, most: int = 1, cutoff: float = 0.5) -> list[str]:
    """
    Find the words nearest to one that was typed, nearest first.

    Case does not count, and the order of several words hardly: "temporal bone fracture" is near
    "fracture of the temporal bone".

    Args:
        most: how many at the most.
        cutoff: from 0, everything is near, to 1, only the same.
    """
    ranked = sorted(((_likeness(typed, word), word) for word in known), reverse=True)
    return [word for likeness, word in ranked[:most] if likeness >= cutoff]


def _likeness(typed: str, word: str) -> float:
    as_said = _ratio(typed.casefold(), word.casefold())
    in_any_order = _ratio(_sorted(typed), _sorted(word))
    return max(as_said, _OTHER_ORDER * in_any_order)


def _ratio(typed: str, word: str) -> float:
    return SequenceMatcher(None, word, typed).ratio()


def _sorted(text: str) -> str:
    return " ".join(sorted(text.casefold().split()))


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Ask `Did you mean …?` with the nearest word; empty when nothing is near."""
    return next((f"Did you mean {word}?" for word in nearest(typed, known)), "")


def all_of(known: Iterable[str]) -> str:
    """List words as a sentence does: `finding and value`."""
    *others, last = known
    return f"{', '.join(others)} and {last}" if others else last


def one_of(known: Iterable[str]) -> str:
    """List words as a sentence does: `left, right or both sides`."""
    *others, last = known
    return f"{', '.join(others)} or {last}" if others else last
