"""Nearest: what of the assessment would have to be otherwise for cells to hold."""

from collections.abc import Iterable, Iterator
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.side import Side


def nearest(failing: Iterable[Cell], side: Side, knowledge: Knowledge) -> list[dict[str, Any]]:
    """The findings of the assessment that would have to be otherwise, and how."""
    found: dict[str, list[str]] = {}
    for cell in failing:
        for raw in _raw_cells(cell, side, knowledge, depth=0):
            finding = knowledge.findings[raw.finding]
            if finding.reported_as not in found:
                found[finding.reported_as] = knowledge.said(finding, raw.wanted)
    return [{"finding": name, "to": to} for name, to in found.items()]


def _raw_cells(cell: Cell, side: Side, knowledge: Knowledge, *, depth: int) -> Iterable[Cell]:
    """What of the assessment would have to be otherwise for a cell to hold."""
    table = knowledge.table_of.get(cell.finding)
    if table is None:
        return [cell] if cell.wanted else []
    if depth > len(knowledge.derived):
        return []
    key = cell.finding, cell.wanted
    found = side.nearest_cells.get(key)
    if found is None:
        ways = [way for way in _ways(cell, table, side) if all(c.wanted for c in way)]
        best = min(ways, key=len, default=[])
        found = [raw for c in best for raw in _raw_cells(c, side, knowledge, depth=depth + 1)]
        side.nearest_cells[key] = found
    return found


def _ways(cell: Cell, table: DerivedTable, side: Side) -> Iterator[list[Cell]]:
    """For each row that would meet a cell what has to hold, so that it decides and none above."""
    taken = side.matched.taken
    above: list[Cell] = []
    for row in table.rows:
        failing = [c for c in row.cells if not c.fires(taken[c.finding])]
        if not row.value & ~cell.wanted:
            yield failing + above
        if not failing and row.opposite is not None:
            above.append(row.opposite)
