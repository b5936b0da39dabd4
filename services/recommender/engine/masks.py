"""Masks: what one value of one finding does to every row, as bits."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.recommender.engine.by_value import ByValue
from services.recommender.engine.cells import Blank, Cell


@dataclass(slots=True, eq=False)
class Masks:
    """
    For one value of one finding: the rows it lets fire, may let fire, makes certain, asks.

    Attributes:
        against: of the rows that decide those that it does not let fire.
        sure: whether those that it may let fire, lets fire and makes certain are the same.
        open: whether it may let every row fire.
    """

    fires: int
    may: int
    certain: int
    asks: int
    against: int
    sure: bool
    open: bool


class MasksOf(ByValue[Masks]):
    """A value of one finding → its masks."""

    def __init__(
        self, cells: Sequence[tuple[int, Cell]], size: int, everything: int, deciding: int
    ) -> None:
        super().__init__(size)
        self._cells, self._everything, self._deciding = _alike(cells), everything, deciding

    def worked_out(self, value: int) -> Masks:
        held_up = unmet = unsure = asks = 0
        for cell, rows in self._cells:
            if not cell.fires(value):
                held_up |= rows
            if not cell.may(value):
                unmet |= rows
            if not cell.certain(value):
                unsure |= rows
            if cell.asks(value):
                asks |= rows
        every = self._everything
        return Masks(
            every ^ held_up,
            every ^ unmet,
            every ^ unsure,
            asks,
            self._deciding & held_up,
            held_up == unmet == unsure,
            not unmet,
        )


def _alike(cells: Sequence[tuple[int, Cell]]) -> list[tuple[Cell, int]]:
    """Cells that want the same of a finding once, each with the rows that have it, as bits."""
    found: dict[tuple[int, Blank], tuple[Cell, int]] = {}
    for row, cell in cells:
        key = cell.wanted, cell.blank
        _, rows = found.get(key, (cell, 0))
        found[key] = cell, rows | 1 << row
    return list(found.values())
