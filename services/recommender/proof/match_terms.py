"""Matching as terms: the findings as the tables read them, and which rows they let fire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedRow, DerivedTable
from services.recommender.engine.findings import bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.proof import cell_terms
from services.recommender.proof.choice import Value
from services.recommender.proof.circuit import TRUE, Circuit, Term
from services.recommender.proof.patient import Patient

Reads = Callable[[Cell], Term]


class Matched(NamedTuple):
    """Whether a row fires, may fire, is certain, and fires only if a blank is confirmed."""

    fires: Term
    may: Term
    certain: Term
    asks: Term


@dataclass(slots=True)
class MatchTerms:
    """
    What the findings make of the rows (engine/match.py).

    Attributes:
        taken, possible: for each finding of the tables its value taken, and all that is possible.
        rows: for each row how it matches.
        decides: table of a derived finding → for each of its rows whether it is the one reached.
    """

    knowledge: Knowledge
    patient: Patient
    circuit: Circuit = field(init=False)
    taken: list[Value] = field(default_factory=list)
    possible: list[Value] = field(default_factory=list)
    rows: list[Matched] = field(init=False)
    decides: dict[int, list[Term]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.circuit = self.patient.circuit
        self._read()
        self._derive()
        self.rows = [self.matched(row.cells) for row in self.knowledge.rows]

    def _read(self) -> None:
        for finding in self.knowledge.findings[: self.knowledge.raw_count]:
            value = self.patient.reading(finding, self.knowledge)
            self.taken.append(value)
            self.possible.append(value)

    def _derive(self) -> None:
        for table in self.knowledge.derived:
            reached = self.decides[table.finding.index] = []
            taken, possible = self.values(table, reached)
            self.taken.append(taken)
            self.possible.append(possible)

    def matched(self, cells: Sequence[Cell]) -> Matched:
        """How a row of these cells matches."""
        circuit = self.circuit
        fires = circuit.every(map(self._fires, cells))
        either = (circuit.either(self._may(c), self._fires(c)) for c in cells)
        may = circuit.either(fires, circuit.every(either))
        asked = circuit.some(map(self.asks, cells))
        sure = circuit.every(map(self.is_certain, cells))
        return Matched(fires, may, sure, circuit.both(fires, asked))

    def values(self, table: DerivedTable, reached: list[Term]) -> tuple[Value, Value]:
        """The value of a derived finding as taken and as possible; adds which row is reached."""
        taken, possible = self._taken(table, reached), self._possible(table)
        joined = (self.circuit.either(a, b) for a, b in zip(possible, taken, strict=True))
        return taken, tuple(joined)

    def is_value(self, name: str, word: str) -> Term:
        """Whether the value taken of a finding of words is that word and no other."""
        finding = self.knowledge.findings[self.knowledge.index[name]]
        value = self.taken[finding.index]
        return self.circuit.every(
            term if place == finding.words.index(word) else term ^ 1
            for place, term in enumerate(value)
        )

    # -- derived findings (engine/derived.py) ----------------------------------------------

    def _taken(self, table: DerivedTable, reached: list[Term]) -> Value:
        circuit, above = self.circuit, TRUE
        ways: list[list[Term]] = [[] for _ in range(table.finding.size)]
        for row in table.rows:
            fires = self._every(row, self._fires)
            held = fires if table.chooses else circuit.either(fires, self._every(row, self._meets))
            reached.append(circuit.both(above, fires))
            _add(ways, row, circuit.both(above, held))
            above = circuit.both(above, fires ^ 1)
        return tuple(map(circuit.some, ways))

    def _possible(self, table: DerivedTable) -> Value:
        circuit, above = self.circuit, TRUE
        ways: list[list[Term]] = [[] for _ in range(table.finding.size)]
        for row in table.rows:
            may = self._every(row, self._may)
            sure = self._every(row, self.is_certain)
            _add(ways, row, circuit.both(above, circuit.either(sure, may)))
            above = circuit.both(above, sure ^ 1)
        return tuple(map(circuit.some, ways))

    def _every(self, row: DerivedRow, reads: Reads) -> Term:
        return self.circuit.every(map(reads, row.cells))

    # -- cells -----------------------------------------------------------------------------

    def asks(self, cell: Cell) -> Term:
        """Whether a cell holds only on condition that a blank is confirmed."""
        return cell_terms.asks(cell, self.taken[cell.finding], self.circuit)

    def is_certain(self, cell: Cell) -> Term:
        """Whether a cell holds whatever the blanks are."""
        return cell_terms.certain(cell, self.possible[cell.finding], self.circuit)

    def _fires(self, cell: Cell) -> Term:
        return cell_terms.fires(cell, self.taken[cell.finding], self.circuit)

    def _meets(self, cell: Cell) -> Term:
        return cell_terms.may(cell, self.taken[cell.finding], self.circuit)

    def _may(self, cell: Cell) -> Term:
        return cell_terms.may(cell, self.possible[cell.finding], self.circuit)


def _add(ways: list[list[Term]], row: DerivedRow, held: Term) -> None:
    for place in bits(row.value):
        ways[place].append(held)
