"""Bounds: what a table makes of findings of which some may be anything."""

from collections.abc import Callable

from services.recommender.engine.by_value import ByValue
from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import Finding


class Bounds:
    """
    What is sure of the value taken of each finding, by its place.

    Attributes:
        least: the members that it has in any case; none when it may be anything.
        most: the members that it can have at all.
    """

    __slots__ = ("_before", "least", "most")

    def __init__(self, least: list[int], most: list[int]) -> None:
        self.least, self.most = least, most
        self._before: list[tuple[int, int, int]] = []

    def copy(self) -> "Bounds":
        return Bounds(self.least[:], self.most[:])

    def put(self, place: int, least: int, most: int) -> bool:
        """Put other bounds in their place; whether they were others before."""
        was = place, self.least[place], self.most[place]
        if was[1] == least and was[2] == most:
            return False
        self._before.append(was)
        self.least[place], self.most[place] = least, most
        return True

    def keep(self) -> None:
        """Let all that was put stay."""
        self._before.clear()

    def take_back(self) -> None:
        """Undo all that was put since something was kept."""
        while self._before:
            place, least, most = self._before.pop()
            self.least[place], self.most[place] = least, most


def surely_fires(cell: Cell, bounds: Bounds) -> bool:
    """Whether a cell fires on every value within these bounds."""
    return _surely_fires(cell, bounds.least[cell.finding], bounds.most[cell.finding])


def may_fire(cell: Cell, bounds: Bounds) -> bool:
    """Whether a cell fires on some value within these bounds; at times too readily yes."""
    return _may_fire(cell, bounds.least[cell.finding], bounds.most[cell.finding])


def _surely_fires(cell: Cell, least: int, most: int) -> bool:
    if cell.wanted == 0:
        return least == cell.full and _may_be_blank(cell)
    if not most & ~cell.wanted:
        return True
    return cell.blank != "hold" and least & cell.wanted != 0


def _may_fire(cell: Cell, least: int, most: int) -> bool:
    if cell.wanted == 0:
        return most == cell.full and _may_be_blank(cell)
    if not most & cell.wanted:
        return False
    return cell.blank != "hold" or not least & ~cell.wanted


def _surely_meets(cell: Cell, least: int, most: int) -> bool:
    if cell.wanted == 0:
        return _surely_fires(cell, least, most)
    return least & cell.wanted != 0 or not most & ~cell.wanted


def _may_meet(cell: Cell, least: int, most: int) -> bool:
    if cell.wanted == 0:
        return _may_fire(cell, least, most)
    return most & cell.wanted != 0


def _may_be_blank(cell: Cell) -> bool:
    return cell.full & (cell.full - 1) != 0


class _Met:
    """For one input within its bounds the rows, as bits, that it lets (surely) fire, be met."""

    __slots__ = ("fires", "may_fire", "may_meet", "meets")

    def __init__(self, fires: int, may_fire: int, meets: int, may_meet: int) -> None:
        self.fires, self.may_fire = fires, may_fire
        self.meets, self.may_meet = meets, may_meet


class _Column(ByValue[_Met]):
    """
    The cells of a table on one input: its bounds → what they let happen.

    Bounds are one number there: the least as it is, the most above it.
    """

    def __init__(self, finding: Finding, table: DerivedTable) -> None:
        super().__init__(2 * finding.size)
        self.place, self.size = finding.index, finding.size
        rows = enumerate(table.rows)
        self._cells = [(1 << at, c) for at, r in rows for c in r.cells if c.finding == self.place]
        self._every = (1 << len(table.rows)) - 1

    def within(self, bounds: Bounds) -> _Met:
        return self.of(bounds.least[self.place] | bounds.most[self.place] << self.size)

    def worked_out(self, value: int) -> _Met:
        least, most = value & ((1 << self.size) - 1), value >> self.size
        return _Met(
            self._rows(_surely_fires, least, most),
            self._rows(_may_fire, least, most),
            self._rows(_surely_meets, least, most),
            self._rows(_may_meet, least, most),
        )

    def _rows(self, reads: Callable[[Cell, int, int], bool], least: int, most: int) -> int:
        rows = self._every
        for bit, cell in self._cells:
            if not reads(cell, least, most):
                rows &= ~bit
        return rows


class BoundedTable:
    """
    A derived table, read over bounds.

    What it says of the value taken is true of all values within the bounds of its inputs; it may
    leave more open than there is, since it looks at each input by itself.
    """

    def __init__(self, table: DerivedTable) -> None:
        self.place, self.reads = table.finding.index, table.reads
        self.cells = [cell for row in table.rows for cell in row.cells]
        self._table = table
        self._every = (1 << len(table.rows)) - 1
        self._columns = [_Column(finding, table) for finding in table.inputs]

    def read(self, bounds: Bounds) -> bool:
        """Put the bounds of the value taken in their place; whether they were others before."""
        fires = may_fire = meets = may_meet = self._every
        for column in self._columns:
            met = column.within(bounds)
            fires &= met.fires
            may_fire &= met.may_fire
            meets &= met.meets
            may_meet &= met.may_meet
        if self._table.chooses:
            meets, may_meet = fires, may_fire
        least = self._table.said_by(meets & _up_to_first(may_fire, self._every))
        most = self._table.said_by(may_meet & _up_to_first(fires, self._every))
        return bounds.put(self.place, least, most)


def _up_to_first(rows: int, every: int) -> int:
    """The first of some rows and all above it, as bits; all rows where there is none."""
    first = rows & -rows
    return first | (first - 1) if rows else every
