"""Leaning: which findings are enough for what is asked of a finding, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import MEMO_INPUTS, MEMO_LIMIT, DerivedTable
from services.recommender.engine.findings import union

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
    _failing: list[tuple[int, _Failing]] = field(init=False)
    _known: dict[Any, tuple[Ask, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._places = tuple(finding.index for finding in self.table.inputs)
        self._failing = [(1 << place, _Failing(place, self.table)) for place in self._places]

    def asks(self, ask: Ask, taken: Sequence[int]) -> tuple[Ask, ...]:
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

    def _asks(self, ask: Ask, taken: Sequence[int]) -> list[Ask]:
        deciding = self.table.row_taken(taken)
        _, members, has = ask
        if has and not members:
            return [(place, 0, True) for place in self._places]
        if has:
            return self._to_have(members, deciding, taken)
        asked = self._fired(deciding, taken)
        others = [at for at in range(deciding) if self.table.rows[at].value & ~members]
        return asked + self._against(others, asked, taken, met=not self.table.chooses)

    def _fired(self, at: int, taken: Sequence[int]) -> list[Ask]:
        return [to_fire(cell, taken[cell.finding]) for cell in self.table.rows[at].cells]

    def _to_have(self, members: int, deciding: int, taken: Sequence[int]) -> list[Ask]:
        """One row that surely says so: that which decides, or one above that is met as well."""
        rows = self.table.rows
        for at in (deciding, *range(deciding)):
            cells = rows[at].cells
            if rows[at].value & members and all(c.may(taken[c.finding]) for c in cells):
                asked = self._fired(at, taken)
                return asked + self._against(range(at), asked, taken, met=False)
        return [(place, 0, True) for place in self._places]

    def _against(
        self, rows: Iterable[int], asked: Sequence[Ask], taken: Sequence[int], *, met: bool
    ) -> list[Ask]:
        """What rules out each of some rows: few findings, those asked about anyhow first."""
        left = union(1 << at for at in rows)
        if not left:
            return []
        places = union(1 << ask[0] for ask in asked)
        ruling = [
            (bool(bit & places), fails[taken[fails.place]][met], fails)
            for bit, fails in self._failing
        ]
        found: list[Ask] = []
        for there, out, fails in ruling:
            if there and out & left:
                found += fails.asks(out & left, taken, met=met)
                left &= ~out
        while left:
            _, out, fails = max(ruling, key=lambda one: (one[1] & left).bit_count())
            if not out & left:
                break
            found += fails.asks(out & left, taken, met=met)
            left &= ~out
        return found


class _Failing(dict[int, tuple[int, int]]):
    """A value of one input of a table → the rows that fail by it: to fire, and to be met."""

    def __init__(self, place: int, table: DerivedTable) -> None:
        super().__init__()
        self.place = place
        rows = enumerate(table.rows)
        self._cells = [(1 << at, c) for at, row in rows for c in row.cells if c.finding == place]

    def __missing__(self, value: int) -> tuple[int, int]:
        unfired = union(bit for bit, cell in self._cells if not cell.fires(value))
        unmet = union(bit for bit, cell in self._cells if not cell.may(value))
        found = self[value] = unfired, unmet
        return found

    def asks(self, rows: int, taken: Sequence[int], *, met: bool) -> list[Ask]:
        """What makes some of these rows fail by this input."""
        value = taken[self.place]
        return [
            (cell.finding, cell.full & ~cell.wanted, False)
            if met and cell.wanted
            else to_fail(cell, value)
            for bit, cell in self._cells
            if bit & rows
        ]
