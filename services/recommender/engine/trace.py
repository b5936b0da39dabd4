"""Tracing: which findings, as assessed, a row rests on, and which blanks it leans on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedRow
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import bits, known
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match
from services.recommender.engine.rows import Row
from services.recommender.engine.settle import Settled

Because = dict[str, Any]

ONSET_KEYS = ("duration", "onset_date", "onset_at")


@dataclass(slots=True)
class Trace:
    """
    Explains rows for one match of one side's facts.

    What is explained once is remembered, since many rows read the same derived findings.
    """

    facts: Facts
    matched: Match
    settled: Settled
    knowledge: Knowledge
    _behind: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _doubts: dict[int, frozenset[str]] = field(default_factory=dict)
    _because: dict[int, Because] = field(default_factory=dict)

    def because(self, row: Row) -> Because:
        """The reason that a row gives: its sentence, the findings behind it, its sources."""
        found = self._because.get(row.index)
        if found is None:
            found = self.reason(row.id, row.text, self.names_of(row), row.sources)
            self._because[row.index] = found
        return found

    def reason(self, row: str, text: str, names: Sequence[str], sources: Sequence[str]) -> Because:
        findings = {name: self.assessed(name) for name in names}
        return {"row": row, "text": text, "findings": findings, "sources": list(sources)}

    def names(self, cells: Sequence[Cell]) -> list[str]:
        """The findings that these cells rest on, as a clinician knows them, each once."""
        seen: dict[str, None] = {}
        for cell in cells:
            for name in self.behind(cell.finding):
                seen[name] = None
        return list(seen)

    def names_of(self, row: Row) -> list[str]:
        """The findings that a row rests on: its own, and those of the offers that it looks at."""
        names = self.names(row.cells)
        if not row.if_offered and not row.unless_offered:
            return names
        return list(dict.fromkeys([*names, *self._beside(row)]))

    def _beside(self, row: Row) -> list[str]:
        """Behind a row that looks at what is offered: the findings behind those offers."""
        seen: dict[str, None] = {}
        for item in bits(row.if_offered | row.unless_offered):
            for other in self._rows_on(item):
                seen.update(dict.fromkeys(self.names(other.cells)))
        return list(seen)

    def _rows_on(self, item: int) -> Sequence[Row]:
        """What speaks for an item, or bars it, or else the first row that might have offered it."""
        knowledge, settled = self.knowledge, self.settled
        speaking = settled.offering & knowledge.offers_of_item[item]
        barring = settled.barring & knowledge.bars_of_item[item]
        found = [knowledge.rows[place] for place in bits(speaking or barring)]
        return found or knowledge.rows_of_item[item][:1]

    def behind(self, place: int) -> tuple[str, ...]:
        """
        The findings of the assessment behind one finding.

        Behind a derived one: those that its deciding row reads, and those known ones that
        ruled out the rows above it.
        """
        found = self._behind.get(place)
        if found is None:
            table = self.knowledge.table_of.get(place)
            names = self._decided(place) if table else self._raw_name(place)
            found = self._behind[place] = names
        return found

    def _raw_name(self, place: int) -> tuple[str, ...]:
        name = self.knowledge.findings[place].reported_as
        if name == "duration":
            name = next((key for key in ONSET_KEYS if key in self.facts.findings), name)
        return (name,)

    def _decided(self, place: int) -> tuple[str, ...]:
        table = self.knowledge.table_of[place]
        deciding = table.row_taken(self.matched.taken)
        seen = dict.fromkeys(self.names(table.rows[deciding].cells))
        for finding in self._ruling_out(table.rows[:deciding]):
            for name in self.behind(finding):
                if name in self.facts.findings:
                    seen[name] = None
        return tuple(seen) or self._roots(place)

    def _ruling_out(self, rows: Sequence[DerivedRow]) -> dict[int, None]:
        """The findings that are known and stand against one of these rows, each once."""
        taken = self.matched.taken
        found: dict[int, None] = {}
        for row in rows:
            for cell in row.cells:
                value = taken[cell.finding]
                if not value & cell.wanted and not value & (value - 1):
                    found[cell.finding] = None
        return found

    def _roots(self, place: int) -> tuple[str, ...]:
        """Where nothing known decided: what was assessed of all it could rest on, or all of it."""
        names = dict.fromkeys(
            name for root in sorted(self.knowledge.roots[place]) for name in self._raw_name(root)
        )
        return tuple(name for name in names if self._is_assessed(name)) or tuple(names)

    def _is_assessed(self, name: str) -> bool:
        return name in self.facts.findings

    def assessed(self, name: str) -> Any:
        """A finding's value as assessed, or the word unknown."""
        if name == "possible_duplicate":
            return "yes" if self.facts.possible_duplicate else "no"
        return self.facts.findings.get(name, "unknown")

    def doubts(self, cells: Sequence[Cell]) -> frozenset[str]:
        """The blanks that these cells were taken to meet, fail-safe, without being known."""
        return frozenset().union(*(self._doubt(cell) for cell in cells))

    def _doubt(self, cell: Cell) -> frozenset[str]:
        possible = self.matched.possible[cell.finding]
        if cell.certain(possible):
            return frozenset()
        if cell.finding in self.knowledge.table_of:
            return self._derived_doubt(cell.finding)
        return frozenset(self._raw_name(cell.finding))

    def _derived_doubt(self, place: int) -> frozenset[str]:
        found = self._doubts.get(place)
        if found is None:
            table = self.knowledge.table_of[place]
            deciding = table.row_taken(self.matched.taken)
            cells = [c for row in table.rows[: deciding + 1] for c in row.cells]
            found = self.doubts([c for c in cells if self._open(c)])
            self._doubts[place] = found
        return found

    def _open(self, cell: Cell) -> bool:
        possible = self.matched.possible[cell.finding]
        return not known(possible) and possible & cell.wanted != 0


def shared_because(reasons: Sequence[Because]) -> list[Because]:
    """Reasons of several sides, the same row once; findings of the later side win."""
    merged: dict[str, Because] = {}
    for reason in reasons:
        merged[reason["row"]] = reason
    return list(merged.values())
