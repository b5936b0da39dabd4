"""Tables under a step, read row by row, so that a message can name the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from features.guards.fault import in_row

Made = TypeVar("Made")


def each_row(
    table: Sequence[Sequence[str]], read: Callable[[Sequence[str]], Made]
) -> Iterator[Made]:
    """
    Read every row under the first, which names the columns.

    Raises:
        Misread: something in a row cannot be; it names the row.
    """
    for place, cells in enumerate(table[1:], start=1):
        with in_row(place):
            yield read(cells)
