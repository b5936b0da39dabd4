"""The knowledge with a band on either side of every threshold, so that one can be moved a step."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from copy import copy
from pathlib import Path

from schemas.yaml_table import read_table
from services.recommender.engine import Files, Knowledge
from services.recommender.engine.cells import Span, spans
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import Finding
from services.recommender.engine.rows import Row
from services.recommender.pathway_files import PATHWAYS, knowledge_from, read_files

HOUR, DAY = 1.0, 24.0
COUNTED_IN_HOURS = 14 * DAY
"""Up to here the contract counts in hours, from here in days."""

_STEPS = "steps_beside_thresholds"


def fine_knowledge(folder: Path = PATHWAYS) -> Knowledge:
    """
    Load tables with one more derived finding, which nothing reads.

    Its cells name the amount a step before and after each threshold; that is all they are for.
    """
    files = read_files(folder)
    plain = knowledge_from(files)
    windows = _windows(folder)
    edges: dict[str, set[float]] = {}
    for finding, text in _written_cells(plain):
        for span in spans(_inner(text), unit=finding.unit, windows=windows):
            for edge in span:
                if edge is not None:
                    near = edges.setdefault(finding.name, set())
                    near.update(moved(edge, finding, by) for by in (-1, 1))
    rows = [
        {"when": {name: _from(edge, plain.findings[plain.index[name]])}, "is": "no"}
        for name, found in edges.items()
        for edge in sorted(found)
    ]
    documents = dict(files.documents)
    steps = {"values": ["no", "yes"], "rows": [*rows, {"is": "no"}], "label": {"en": _STEPS}}
    documents["derived.yaml"] = {**documents["derived.yaml"], _STEPS: steps}
    return knowledge_from(Files(documents, files.rows, files.digest))


def moved(edge: float, finding: Finding, by: int) -> float:
    """An edge a step away: an hour under 14 days, a day after; else one of the finding's unit."""
    written = round(edge, 6)
    step = 1.0
    if finding.unit == "hours":
        step = HOUR if written < COUNTED_IN_HOURS else DAY
    there = max(written + by * step, 0.0)
    return math.nextafter(there, math.inf) if edge > written else there


def spans_of(text: str, finding: Finding, windows: Mapping[str, str]) -> list[Span]:
    """The ranges of a number cell, as compiled."""
    return spans(_inner(text), unit=finding.unit, windows=windows)


def with_rows(knowledge: Knowledge, rows: tuple[Row, ...]) -> Knowledge:
    """The same knowledge with other rows, in the same places."""
    found = _copied(knowledge)
    found.rows, found.verbs = rows, {}
    found._index_rows()
    found._index_cells()
    return found


def with_table(knowledge: Knowledge, table: DerivedTable) -> Knowledge:
    """The same knowledge with another table for one derived finding."""
    at = table.finding.index
    found = _copied(knowledge)
    found.derived = tuple(table if old.finding.index == at else old for old in knowledge.derived)
    found.table_of = {**knowledge.table_of, at: table}
    return found


def made_whole(knowledge: Knowledge) -> Knowledge:
    """With all that questions and horizon need, which most who look at a mutant do not."""
    knowledge._index_derived()
    return knowledge


def windows_of(folder: Path = PATHWAYS) -> Mapping[str, str]:
    """Each window's amount, by its name."""
    return _windows(folder)


def _copied(knowledge: Knowledge) -> Knowledge:
    """Another knowledge whose memories of outcomes are its own."""
    found = copy(knowledge)
    found.settled, found.terms, found.verbs = {}, {}, dict(knowledge.verbs)
    found._reaches, found._alike, found._answers, found._histories = {}, {}, None, {}
    return found


def _windows(folder: Path) -> dict[str, str]:
    return {name: window["is"] for name, window in read_table(folder / "windows.yaml").items()}


def _written_cells(knowledge: Knowledge) -> Iterator[tuple[Finding, str]]:
    rows = [row.cells for row in knowledge.rows]
    rows += [row.cells for table in knowledge.derived for row in table.rows]
    for cells in rows:
        for cell in cells:
            finding = knowledge.findings[cell.finding]
            if not finding.words:
                yield finding, cell.text


def _inner(text: str) -> str:
    return text.strip().removeprefix("not ").strip("()")


def _from(edge: float, finding: Finding) -> str:
    written = round(edge, 6)
    unit = " h" if finding.unit == "hours" else ""
    return f"{'over' if edge > written else 'from'} {written:.6f}".rstrip("0").rstrip(".") + unit
