"""Cells: one condition on one finding, and how it meets a value that may be a set."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.recommender.engine.amounts import amount
from services.recommender.engine.findings import Finding, known
from services.recommender.engine.spelling import perhaps

Blank = Literal["hold", "confirm", "take"]
"""What a cell does with a blank: wait for it, ask for it, or take it as met (fail-safe)."""

Span = tuple[float | None, float | None]
"""From (inside) … to (outside) of a number cell; None is open."""

_NEGATED = re.compile(r"not (?:\(([^()]+)\)(?: or (?:unknown|confirm))*|([^()]+))")


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A condition on one finding.

    Attributes:
        wanted: the members that meet it, as bits; 0 for a cell that says only `unknown`.
        full: every member of the finding's domain, which is the value of a blank.
        blank: `hold` (the rule), `confirm` or `take`.
        text: the cell as its author wrote it.
    """

    finding: int
    wanted: int
    full: int
    blank: Blank
    text: str

    def opposite(self) -> "Cell":
        """The cell that is met by what does not meet this one."""
        return Cell(self.finding, self.full & ~self.wanted, self.full, "hold", self.text)

    def fires(self, taken: int) -> bool:
        """Whether it holds on the value taken, blanks treated as the cell says."""
        if self.wanted == 0:
            return taken == self.full and not known(taken)
        if taken & ~self.wanted == 0:
            return True
        return self.blank != "hold" and not known(taken) and taken & self.wanted != 0

    def may(self, possible: int) -> bool:
        """Whether some completion of the blanks meets it."""
        if self.wanted == 0:
            return possible == self.full and not known(possible)
        return possible & self.wanted != 0

    def certain(self, possible: int) -> bool:
        """Whether every completion of the blanks meets it."""
        return self.wanted != 0 and possible & ~self.wanted == 0

    def asks(self, taken: int) -> bool:
        """Whether it holds only on condition that a blank is confirmed."""
        return self.blank == "confirm" and taken & ~self.wanted != 0 and taken & self.wanted != 0


def parts(text: str) -> tuple[list[str], Blank]:
    """Split a cell at `or` and take the words on blanks out of it."""
    words = [part.strip() for part in text.strip().split(" or ")]
    blank: Blank = "hold"
    if "unknown" in words:
        blank, words = "take", [word for word in words if word != "unknown"]
    if "confirm" in words:
        blank, words = "confirm", [word for word in words if word != "confirm"]
    return words, blank


def spans(text: str, *, unit: str, windows: Mapping[str, str]) -> list[Span]:
    """Read a number cell's ranges. Raises ValueError with what was expected."""
    inner, _ = _negation(text)
    return [_span(part, unit=unit, windows=windows) for part in parts(inner)[0]]


def check_cell(text: str, finding: Finding, *, windows: Mapping[str, str]) -> None:
    """See that a cell can be read on a finding, thresholds not known yet. Raises ValueError."""
    if finding.words:
        _words(_negation(text)[0], finding)
    else:
        spans(text, unit=finding.unit, windows=windows)


def read_cell(text: str, finding: Finding, *, windows: Mapping[str, str]) -> Cell:
    """
    Read a cell on a finding whose domain is fixed.

    Raises:
        ValueError: a word or range that the finding does not have; mended by the author.
    """
    inner, negated = _negation(text)
    _, blank = parts(text)
    if finding.words:
        wanted = _words(inner, finding)
    else:
        wanted = 0
        for low, high in spans(text, unit=finding.unit, windows=windows):
            wanted |= _bands(low, high, finding)
    if negated:
        wanted = finding.full & ~wanted
    return Cell(finding.index, wanted, finding.full, blank, text)


def _negation(text: str) -> tuple[str, bool]:
    if not text.strip().startswith("not "):
        return text, False
    found = _NEGATED.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            "write `not a`, `not (a or b)`, `not (a or b) or unknown` or `… or confirm`"
        )
    return found[1] or found[2], True


def _words(text: str, finding: Finding) -> int:
    wanted = 0
    for part in parts(text)[0]:
        first, _, last = part.partition(" to ")
        low = _place(first.strip(), finding)
        high = _place(last.strip(), finding) if last else low
        wanted |= (1 << (high + 1)) - (1 << low)
    return wanted


def _place(word: str, finding: Finding) -> int:
    if word not in finding.words:
        hint = perhaps(word, (*finding.words, "unknown", "confirm"))
        listed = ", ".join(finding.words)
        raise ValueError(f"{word!r} is not a word of {finding.name}: {listed}{hint}")
    return finding.words.index(word)


def _bands(low: float | None, high: float | None, finding: Finding) -> int:
    first = 0 if low is None else finding.cuts.index(low) + 1
    last = len(finding.cuts) + 1 if high is None else finding.cuts.index(high) + 1
    return (1 << last) - (1 << first)


def _span(text: str, *, unit: str, windows: Mapping[str, str]) -> Span:
    def worth(part: str) -> float:
        return amount(part.strip(), unit=unit, windows=windows)

    def past(part: str) -> float:
        return math.nextafter(worth(part), math.inf)

    if found := re.fullmatch(r"(from|over) (.+?) to (under )?(.+)", text):
        low = worth(found[2]) if found[1] == "from" else past(found[2])
        return low, worth(found[4]) if found[3] else past(found[4])
    word, _, rest = text.partition(" ")
    if text.startswith("at most "):
        return None, past(text.removeprefix("at most "))
    if word == "under":
        return None, worth(rest)
    if word == "from":
        return worth(rest), None
    if word == "over":
        return past(rest), None
    return worth(text), past(text)
