"""Choosing examples by the file that they stand in, or by a line of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")

Place = tuple[str, int]

_LINE = re.compile(r"(?P<file>.+?)(?::(?P<line>\d+))?\Z")


@dataclass(frozen=True, slots=True)
class Choice:
    """
    What was chosen.

    Attributes:
        file: the feature file, from the project's folder.
        line: a line of it; None for all of the file.
    """

    file: str
    line: int | None = None

    @classmethod
    def of(cls, text: str) -> Choice:
        """
        Read a choice as it is typed.

        >>> Choice.of("features/eye.feature:12")
        Choice(file='features/eye.feature', line=12)
        >>> Choice.of("features/eye.feature")
        Choice(file='features/eye.feature', line=None)
        """
        found = _LINE.match(text)
        assert found is not None
        return cls(found["file"], int(found["line"]) if found["line"] else None)

    def takes(self, lines: Iterable[int]) -> set[int]:
        """
        Tell which of a file's scenarios are chosen: all, or the last that begins by the line.

        A line above the first scenario chooses the first.

        >>> Choice.of("eye.feature:12").takes([5, 9, 14])
        {9}
        """
        found = set(lines)
        if self.line is None or not found:
            return found
        above = {line for line in found if line <= self.line}
        return {max(above)} if above else {min(found)}


def chosen(choices: Iterable[Choice], standing: Mapping[Item, Place | None]) -> set[Item]:
    """Take of some tests, each with its place or None, those that were chosen."""
    kept: set[Item] = set()
    for choice in choices:
        own = {item: at[1] for item, at in standing.items() if at and at[0] == choice.file}
        lines = choice.takes(own.values())
        kept |= {item for item, line in own.items() if line in lines}
    return kept
