"""Masks: what one value of one finding does to every row, as bits."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.recommender.engine.cells import Cell


@dataclass(slots=True, eq=False)
class Masks:
    """
    For one value of one finding: the rows it lets fire, may let fire, makes certain, asks.

    Attributes:
        against: of the rows that decide those that it does not let fire.
        sure: whether those that it may let fire, lets fire and makes certain are the same.
    """

    fires: int
    may: int
    certain: int
    asks: int
    against: int
    sure: bool


class MasksOf(dict[int, Masks]):
    """A value of one finding → its masks, worked out when first met."""

    def __init__(self, cells: Sequence[tuple[int, Cell]], everything: int, deciding: int) -> None:
        super().__init__()
        self._cells, self._everything, self._deciding = cells, everything, deciding

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
        sure = fires == may == certain
        found = self[value] = Masks(fires, may, certain, asks, self._deciding & ~fires, sure)
        return found
