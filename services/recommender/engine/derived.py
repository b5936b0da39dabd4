"""Derived findings: tables of the knowledge that give a finding from other findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import Finding, bits

MEMO_LIMIT = 20_000
"""Combinations of inputs remembered per table, so that a long-lived station stays small."""

MEMO_INPUTS = 8
"""Of a table with more inputs hardly a combination comes twice, so that none is remembered."""


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """One row of a derived table: when its cells hold, the finding is one of `value`."""

    cells: tuple[Cell, ...]
    value: int
    id: str = ""


class Met(NamedTuple):
    """What one value of one input lets happen in a table: rows as bits, the first one lowest."""

    fires: int
    may: int
    certain: int


class Column(dict[int, Met]):
    """The cells of a table on one input: a value → what it lets happen; worked out when met."""

    def __init__(self, place: int, rows: Sequence[DerivedRow]) -> None:
        super().__init__()
        self._cells = [[c for c in row.cells if c.finding == place] for row in rows]

    def __missing__(self, value: int) -> Met:
        cells = [(1 << at, on) for at, on in enumerate(self._cells)]
        found = self[value] = Met(
            sum(bit for bit, on in cells if all(cell.fires(value) for cell in on)),
            sum(bit for bit, on in cells if all(cell.may(value) for cell in on)),
            sum(bit for bit, on in cells if all(cell.certain(value) for cell in on)),
        )
        return found


@dataclass(slots=True, eq=False)
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
    _memo_both: dict[Any, tuple[int, int]] = field(default_factory=dict, repr=False)
    _wide: bool = field(init=False, repr=False)
    _pick: Any = field(default=None, repr=False)
    _columns: tuple[tuple[int, Column], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        places = [finding.index for finding in self.inputs]
        self.reads = sum(1 << place for place in places)
        self._wide = len(places) > MEMO_INPUTS
        self._pick = itemgetter(*places) if places else lambda _: ()
        self._columns = tuple((place, Column(place, self.rows)) for place in places)

    def taken(self, vector: Sequence[int]) -> int:
        if self._wide:
            return self._taken(vector)
        key = self._pick(vector)
        value = self._memo_taken.get(key)
        if value is None:
            value = self._taken(vector)
            if len(self._memo_taken) < MEMO_LIMIT:
                self._memo_taken[key] = value
        return value

    def both(self, vector: Sequence[int], possibles: Sequence[int]) -> tuple[int, int]:
        """The value taken, and all that are possible."""
        if self._wide:
            taken = self._taken(vector)
            return taken, self._possible(possibles) | taken
        key = self._pick(vector)
        if (other := self._pick(possibles)) != key:
            key = key, other
        found = self._memo_both.get(key)
        if found is None:
            taken = self._taken(vector)
            found = taken, self._possible(possibles) | taken
            if len(self._memo_both) < MEMO_LIMIT:
                self._memo_both[key] = found
        return found

    def _taken(self, vector: Sequence[int]) -> int:
        fires = may = (1 << len(self.rows)) - 1
        for place, column in self._columns:
            met = column[vector[place]]
            fires &= met[0]
            may &= met[1]
        first = fires & -fires
        if self.chooses:
            return self.rows[first.bit_length() - 1].value if first else 0
        return self._values(may, first)

    def _possible(self, possibles: Sequence[int]) -> int:
        may = certain = (1 << len(self.rows)) - 1
        for place, column in self._columns:
            met = column[possibles[place]]
            may &= met[1]
            certain &= met[2]
        return self._values(may, certain & -certain)

    def _values(self, may: int, first: int) -> int:
        """The values of the first row (a bit; 0: none), and of those above it that may hold."""
        value = 0
        for place in bits(may & (first - 1) | first):
            value |= self.rows[place].value
        return value

    def row_taken(self, vector: Sequence[int]) -> int:
        """Place of the row that decided the value taken, counted from 0."""
        fires = (1 << len(self.rows)) - 1
        for place, column in self._columns:
            fires &= column[vector[place]][0]
        return (fires & -fires).bit_length() - 1 if fires else len(self.rows) - 1
