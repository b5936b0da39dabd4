"""Derived findings: tables of the knowledge that give a finding from other findings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.recommender.engine.by_value import ByValue
from services.recommender.engine.cells import Cell
from services.recommender.engine.findings import Finding


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """
    One row of a derived table: when its cells hold, the finding is one of `value`.

    Attributes:
        opposite: what of its first finding would keep it from holding; None if it has no cells.
    """

    cells: tuple[Cell, ...]
    value: int
    id: str = ""
    opposite: Cell | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        first = min(self.cells, key=lambda cell: cell.finding, default=None)
        object.__setattr__(self, "opposite", first and first.opposite())


@dataclass(slots=True, eq=False)
class Met:
    """What one value of one input lets happen in a table: rows as bits, the first one lowest."""

    fires: int
    may: int
    certain: int


class Column(ByValue[Met]):
    """The cells of a table on one input: a value → what it lets happen."""

    def __init__(self, finding: Finding, rows: Sequence[DerivedRow]) -> None:
        super().__init__(finding.size)
        self.place = finding.index
        self._cells = [[c for c in row.cells if c.finding == self.place] for row in rows]

    def worked_out(self, value: int) -> Met:
        cells = [(1 << at, on) for at, on in enumerate(self._cells)]
        return Met(
            sum(bit for bit, on in cells if all(cell.fires(value) for cell in on)),
            sum(bit for bit, on in cells if all(cell.may(value) for cell in on)),
            sum(bit for bit, on in cells if all(cell.certain(value) for cell in on)),
        )


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
    _every: int = 0
    _says: list[int] = field(default_factory=list, repr=False)
    _columns: list[Column] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.reads = sum(1 << finding.index for finding in self.inputs)
        self._every = (1 << len(self.rows)) - 1
        self._says = [row.value for row in self.rows]
        self._columns = [Column(finding, self.rows) for finding in self.inputs]

    def both(self, vector: list[int], possibles: list[int]) -> tuple[int, int]:
        """The value taken, and all that are possible."""
        taken = self.taken(vector)
        return taken, self._possible(possibles) | taken

    def taken(self, vector: list[int]) -> int:
        """The value acted on, where the values taken of all before it are these."""
        fires = may = self._every
        for column in self._columns:
            met = column.of(vector[column.place])
            fires &= met.fires
            may &= met.may
        first = fires & -fires
        if self.chooses:
            return self._says[first.bit_length() - 1] if first else 0
        return self._values(may, first)

    def _possible(self, possibles: list[int]) -> int:
        may = certain = self._every
        for column in self._columns:
            met = column.of(possibles[column.place])
            may &= met.may
            certain &= met.certain
        return self._values(may, certain & -certain)

    def _values(self, may: int, first: int) -> int:
        """The values of the first row (a bit; 0: none), and of those above it that may hold."""
        return self.said_by(may & (first - 1) | first)

    def said_by(self, rows: int) -> int:
        """The values of some rows (bits) together."""
        value = 0
        while rows:
            last = rows.bit_length() - 1
            value |= self._says[last]
            rows ^= 1 << last
        return value

    def row_taken(self, vector: tuple[int, ...]) -> int:
        """Place of the row that decided the value taken, counted from 0."""
        fires = self._every
        for column in self._columns:
            fires &= column.of(vector[column.place]).fires
        return (fires & -fires).bit_length() - 1 if fires else len(self.rows) - 1
