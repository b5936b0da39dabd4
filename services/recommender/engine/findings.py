"""The findings as the engine sees them: each with a small finite domain, a value a set of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final


@dataclass(slots=True)
class Finding:
    """
    One place in the vector of findings.

    A value is a *set* of the domain's members, kept as bits: one bit when it is known, all
    bits (`full`) when it was not assessed, some bits when it is only known within limits.
    Words are members as they stand; numbers fall into the bands between the thresholds
    (`cuts`) that the tables name.

    Attributes:
        name: its name in the tables.
        reported_as: the finding of the catalogue that a clinician is asked for.
        words: the members of a domain of words, in order; empty for numbers.
        unit: `words`, or what a number counts in (`hours` for clocks, `years`, `months`, …).
        clock: whether time alone moves it.
        derived: whether a table of the knowledge gives it.
        cuts: ascending thresholds of a number; band n lies from cuts[n-1] up to below cuts[n].
    """

    index: int
    name: str
    reported_as: str
    label: str
    words: tuple[str, ...] = ()
    unit: str = "words"
    clock: bool = False
    derived: bool = False
    cuts: tuple[float, ...] = ()
    full: int = field(default=0)

    def close(self) -> None:
        """Fix the domain once every threshold is known."""
        self.full = (1 << (len(self.words) or len(self.cuts) + 1)) - 1

    def bit(self, word: str) -> int:
        return 1 << self.words.index(word)

    def band(self, number: float) -> int:
        return 1 << self._band(number)

    def bands(self, low: float, high: float) -> int:
        """The set of bands that a number between low and high (both possible) may lie in."""
        first, last = self._band(low), self._band(high)
        return (1 << (last + 1)) - (1 << first)

    def _band(self, number: float) -> int:
        band = 0
        for cut in self.cuts:
            if number < cut:
                break
            band += 1
        return band

    @property
    def size(self) -> int:
        return self.full.bit_length()


_BIT: Final = [1 << place for place in range(4096)]
"""The numbers with one bit, far more than there are rows: quicker looked up than made."""


def bits(mask: int) -> list[int]:
    """
    The positions of the bits that are set, lowest first.

    >>> bits(0b10110)
    [1, 2, 4]
    """
    found: list[int] = []
    # From the top, since the number grows shorter with each bit that is taken off there.
    while mask:
        top = mask.bit_length() - 1
        found.append(top)
        mask ^= _BIT[top]
    found.reverse()
    return found


def lowest(mask: int) -> int:
    """
    The position of the lowest bit that is set; -1 where none is.

    >>> lowest(0b10110)
    1
    """
    return (mask & -mask).bit_length() - 1


def without(mask: int, left_out: int) -> int:
    """
    The bits of one mask that are not set in another.

    Said without `~`: a number below zero is slow to join.

    >>> bin(without(0b1110, 0b0111))
    '0b1000'
    """
    return mask ^ mask & left_out


def union(masks: Iterable[int]) -> int:
    """All bits that are set in any of these."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def known(value: int) -> bool:
    """Whether a value is one single member of its domain."""
    return value & (value - 1) == 0
