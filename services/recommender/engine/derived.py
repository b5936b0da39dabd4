"""Derived findings: tables of the knowledge that give a finding from other findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import Finding

MEMO_LIMIT = 20_000
"""Combinations of inputs remembered per table, so that a long-lived station stays small."""


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """One row of a derived table: when its cells hold, the finding is one of `value`."""

    cells: tuple[Cell, ...]
    value: int
    id: str = ""


@dataclass(slots=True)
class DerivedTable:
    """
    A first-hit table, read twice.

    *Taken* is the value acted on: fail-safe words are honoured. *Possible* is every value
    that some completion of the blanks gives: fail-safe words are not. Both are needed, or a
    blank that was taken fail-safe would hide its own doubt.

    A table that *chooses* takes exactly one value: that of the first row that fires.

    Attributes:
        inputs: the findings that its cells read; `reads` is the same as bits.
    """

    finding: Finding
    rows: tuple[DerivedRow, ...]
    inputs: tuple[Finding, ...]
    chooses: bool = False
    reads: int = 0
    _memo_taken: dict[Any, int] = field(default_factory=dict, repr=False)
    _memo_possible: dict[Any, int] = field(default_factory=dict, repr=False)
    _pick: Any = field(default=None, repr=False)

    def __post_init__(self) -> None:
        places = [finding.index for finding in self.inputs]
        self.reads = sum(1 << place for place in places)
        self._pick = itemgetter(*places) if places else lambda _: None

    def taken(self, vector: Sequence[int]) -> int:
        key = self._pick(vector)
        value = self._memo_taken.get(key)
        if value is None:
            value = self._taken(vector)
            if len(self._memo_taken) < MEMO_LIMIT:
                self._memo_taken[key] = value
        return value

    def possible(self, possibles: Sequence[int], taken: int) -> int:
        key = self._pick(possibles)
        value = self._memo_possible.get(key)
        if value is None:
            value = self._possible(possibles)
            if len(self._memo_possible) < MEMO_LIMIT:
                self._memo_possible[key] = value
        return value | taken

    def _taken(self, vector: Sequence[int]) -> int:
        value = 0
        for row in self.rows:
            if all(cell.fires(vector[cell.finding]) for cell in row.cells):
                return row.value if self.chooses else value | row.value
            if not self.chooses and self._may(row, vector):
                value |= row.value
        return value

    def _possible(self, possibles: Sequence[int]) -> int:
        value = 0
        for row in self.rows:
            if all(cell.certain(possibles[cell.finding]) for cell in row.cells):
                return value | row.value
            if self._may(row, possibles):
                value |= row.value
        return value

    def _may(self, row: DerivedRow, vector: Sequence[int]) -> bool:
        return all(cell.may(vector[cell.finding]) for cell in row.cells)

    def row_taken(self, vector: Sequence[int]) -> int:
        """Place of the row that decided the value taken, counted from 0."""
        for place, row in enumerate(self.rows):
            if all(cell.fires(vector[cell.finding]) for cell in row.cells):
                return place
        return len(self.rows) - 1
