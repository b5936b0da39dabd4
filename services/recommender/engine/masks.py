"""Masks: what one value of one finding does to every row, as bits."""

from collections.abc import Sequence
from typing import NamedTuple

from services.recommender.engine.cells import Cell


class Masks(NamedTuple):
    """For one value of one finding: the rows it lets fire, may let fire, makes certain, asks."""

    fires: int
    may: int
    certain: int
    asks: int


class MasksOf(dict[int, Masks]):
    """A value of one finding → its masks, worked out when first met."""

    def __init__(self, cells: Sequence[tuple[int, Cell]], everything: int) -> None:
        super().__init__()
        self._cells, self._everything = cells, everything

    def __missing__(self, value: int) -> Masks:
        fires = may = certain = self._everything
        asks = 0
        for row, cell in self._cells:
            bit = 1 << row
            if not cell.fires(value):
                fires &= ~bit
            if not cell.may(value):
                may &= ~bit
            if not cell.certain(value):
                certain &= ~bit
            if cell.asks(value):
                asks |= bit
        if fires == may == certain:
            may = certain = fires
        found = self[value] = Masks(fires, may, certain, asks)
        return found
