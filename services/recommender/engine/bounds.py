"""Bounds: what a table makes of findings of which some may be anything."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import MEMO_LIMIT, DerivedTable
from services.recommender.engine.findings import bits


class Bound(NamedTuple):
    """
    What is sure of a value that may be any of several.

    Attributes:
        least: the members that it has in any case; none when it may be anything.
        most: the members that it can have at all.
    """

    least: int
    most: int


def settled(value: int) -> Bound:
    """The bound of a value that is what it is."""
    return Bound(value, value)


def anything(full: int) -> Bound:
    """The bound of a finding that may be any member of its domain, or not assessed."""
    return Bound(0, full)


def surely_fires(cell: Cell, bound: Bound) -> bool:
    """Whether a cell fires on every value within these bounds."""
    if cell.wanted == 0:
        return bound.least == cell.full and _may_be_blank(cell)
    if not bound.most & ~cell.wanted:
        return True
    return cell.blank != "hold" and bound.least & cell.wanted != 0


def may_fire(cell: Cell, bound: Bound) -> bool:
    """Whether a cell fires on some value within these bounds; at times too readily yes."""
    if cell.wanted == 0:
        return bound.most == cell.full and _may_be_blank(cell)
    if not bound.most & cell.wanted:
        return False
    return cell.blank != "hold" or not bound.least & ~cell.wanted


def _surely_meets(cell: Cell, bound: Bound) -> bool:
    if cell.wanted == 0:
        return surely_fires(cell, bound)
    return bound.least & cell.wanted != 0 or not bound.most & ~cell.wanted


def _may_meet(cell: Cell, bound: Bound) -> bool:
    if cell.wanted == 0:
        return may_fire(cell, bound)
    return bound.most & cell.wanted != 0


def _may_be_blank(cell: Cell) -> bool:
    return cell.full & (cell.full - 1) != 0


class _Met(NamedTuple):
    """For one input within its bounds the rows, as bits, that it lets (surely) fire, be met."""

    fires: int
    may_fire: int
    meets: int
    may_meet: int


_READS = (surely_fires, may_fire, _surely_meets, _may_meet)


class _Column(dict[Bound, _Met]):
    """The cells of a table on one input; bounds are worked out when first met."""

    def __init__(self, place: int, table: DerivedTable) -> None:
        super().__init__()
        rows = enumerate(table.rows)
        self._cells = [(1 << at, c) for at, row in rows for c in row.cells if c.finding == place]
        self._every = (1 << len(table.rows)) - 1

    def __missing__(self, bound: Bound) -> _Met:
        found = self[bound] = _Met(*(self._rows(reads, bound) for reads in _READS))
        return found

    def _rows(self, reads: object, bound: Bound) -> int:
        rows = self._every
        for bit, cell in self._cells:
            if not reads(cell, bound):  # type: ignore[operator]
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
        self._chooses = table.chooses
        self._values = [row.value for row in table.rows]
        self._every = (1 << len(table.rows)) - 1
        self._known: dict[Any, Bound] = {}
        inputs = [finding.index for finding in table.inputs]
        self._columns = [(place, _Column(place, table)) for place in inputs]
        self._pick = itemgetter(*inputs) if inputs else lambda _: ()

    def bound(self, bounds: Sequence[Bound]) -> Bound:
        """The bound of the value taken (`DerivedTable.taken`)."""
        key = self._pick(bounds)
        found = self._known.get(key)
        if found is None:
            found = self._bound(bounds)
            if len(self._known) < MEMO_LIMIT:
                self._known[key] = found
        return found

    def _bound(self, bounds: Sequence[Bound]) -> Bound:
        fires = may_fire = meets = may_meet = self._every
        for place, column in self._columns:
            met = column[bounds[place]]
            fires &= met[0]
            may_fire &= met[1]
            meets &= met[2]
            may_meet &= met[3]
        if self._chooses:
            meets, may_meet = fires, may_fire
        reached = _up_to_first(fires, self._every)
        sure = _up_to_first(may_fire, self._every)
        return Bound(self._union(meets & sure), self._union(may_meet & reached))

    def _union(self, rows: int) -> int:
        """The values of some rows together."""
        found = 0
        for at in bits(rows):
            found |= self._values[at]
        return found


def _up_to_first(rows: int, every: int) -> int:
    """The first of some rows and all above it, as bits; all rows where there is none."""
    first = rows & -rows
    return first | (first - 1) if rows else every
