"""Leaning: which findings are enough for what is asked of a finding, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.recommender.engine.by_value import ByValue
from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import Finding, union

MEMO_LIMIT = 20_000
"""Combinations of inputs remembered per table, so that a long-lived station stays small."""

MEMO_INPUTS = 8
"""Of a table with more inputs hardly a combination comes twice, so that none is remembered."""

Ask = tuple[int, int, bool]
"""
What is asked of the value taken of a finding: its place, members of its domain as bits, and
whether it is asked to have one of them, or (False) to have no others.
"""


def to_fire(cell: Cell, taken: int) -> Ask:
    """What a cell that fires on a value asks of it."""
    if cell.wanted == 0:
        return (cell.finding, 0, True)
    return (cell.finding, cell.wanted, taken & ~cell.wanted != 0)


def to_fail(cell: Cell, taken: int) -> Ask:
    """What a cell that does not fire on a value asks of it."""
    if cell.wanted == 0:
        return (cell.finding, taken, False)
    outside = cell.full & ~cell.wanted
    return (cell.finding, outside, taken & cell.wanted != 0)


@dataclass(slots=True)
class Leaning:
    """
    What a derived table asks of its inputs, so that it has the value that is asked of it.

    The row that decides has to fire, and those above it that say something else have to fail.
    """

    table: DerivedTable
    _places: tuple[int, ...] = field(init=False)
    _unfired: list[_Failing] = field(init=False)
    _unmet: list[_Failing] = field(init=False)
    _known: dict[Any, tuple[Ask, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = tuple(finding.index for finding in self.table.inputs)
        inputs = self.table.inputs
        self._unfired = [_Failing(finding, self.table, met=False) for finding in inputs]
        self._unmet = [_Failing(finding, self.table, met=True) for finding in inputs]

    def asks(self, ask: Ask, taken: tuple[int, ...]) -> tuple[Ask, ...]:
        """What is enough for `ask`, where the values taken are these."""
        if len(self._places) > MEMO_INPUTS:
            return tuple(dict.fromkeys(self._asks(ask, taken)))
        key = (ask, *[taken[place] for place in self._places])
        found = self._known.get(key)
        if found is None:
            found = tuple(dict.fromkeys(self._asks(ask, taken)))
            if len(self._known) < MEMO_LIMIT:
                self._known[key] = found
        return found

    def _asks(self, ask: Ask, taken: tuple[int, ...]) -> list[Ask]:
        deciding = self.table.row_taken(taken)
        _, members, has = ask
        if has and not members:
            return [(place, 0, True) for place in self._places]
        if has:
            return self._to_have(members, deciding, taken)
        asked = self._fired(deciding, taken)
        others = [at for at in range(deciding) if self.table.rows[at].value & ~members]
        return asked + self._against(others, asked, taken, met=not self.table.chooses)

    def _fired(self, at: int, taken: tuple[int, ...]) -> list[Ask]:
        return [to_fire(cell, taken[cell.finding]) for cell in self.table.rows[at].cells]

    def _to_have(self, members: int, deciding: int, taken: tuple[int, ...]) -> list[Ask]:
        """One row that surely says so: that which decides, or one above that is met as well."""
        rows = self.table.rows
        for at in (deciding, *range(deciding)):
            cells = rows[at].cells
            if rows[at].value & members and all(c.may(taken[c.finding]) for c in cells):
                asked = self._fired(at, taken)
                return asked + self._against(range(at), asked, taken, met=False)
        return [(place, 0, True) for place in self._places]

    def _against(
        self, rows: Iterable[int], asked: Sequence[Ask], taken: tuple[int, ...], *, met: bool
    ) -> list[Ask]:
        """What rules out each of some rows: few findings, those asked about anyhow first."""
        left = union(1 << at for at in rows)
        if not left:
            return []
        failing, about = self._unmet if met else self._unfired, {ask[0] for ask in asked}
        found: list[Ask] = []
        for fails in failing:
            out = fails.of(taken[fails.place]) & left if fails.place in about else 0
            if out:
                found += fails.asks(out, taken)
                left ^= out
        while left:
            out, ruling = _most(failing, left, taken)
            if not out:
                break
            found += ruling.asks(out, taken)
            left ^= out
        return found


class _Failing(ByValue[int]):
    """A value of one input of a table → the rows that do not fire by it, or are not met."""

    def __init__(self, finding: Finding, table: DerivedTable, *, met: bool) -> None:
        super().__init__(finding.size)
        self.place, self._met = finding.index, met
        rows = enumerate(table.rows)
        self._cells = [(1 << at, c) for at, r in rows for c in r.cells if c.finding == self.place]

    def worked_out(self, value: int) -> int:
        holds = Cell.may if self._met else Cell.fires
        return union([bit for bit, cell in self._cells if not holds(cell, value)])

    def asks(self, rows: int, taken: tuple[int, ...]) -> list[Ask]:
        """What makes some of these rows fail by this input."""
        value = taken[self.place]
        return [
            (cell.finding, cell.full & ~cell.wanted, False)
            if self._met and cell.wanted
            else to_fail(cell, value)
            for bit, cell in self._cells
            if bit & rows
        ]


def _most(failing: Sequence[_Failing], rows: int, taken: tuple[int, ...]) -> tuple[int, _Failing]:
    """The input by which most of these rows fail, the first of several, and those rows."""
    most, many, found = 0, 0, failing[0]
    for fails in failing:
        out = fails.of(taken[fails.place]) & rows
        if out and out.bit_count() > many:
            most, many, found = out, out.bit_count(), fails
    return most, found
