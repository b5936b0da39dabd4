"""Making mutants: every single change of a table that a slip of the hand could make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.mutants.fine import DAY, HOUR, moved, spans_of, with_rows, with_table
from services.recommender.engine import Knowledge
from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedRow, DerivedTable
from services.recommender.engine.findings import Finding, bits
from services.recommender.engine.rows import (
    STAGES,
    STRENGTHS,
    Moment,
    OfferTerms,
    Row,
)

KINDS = (
    "row dropped",
    "cell dropped",
    "threshold moved",
    "value removed",
    "word on blanks removed",
    "intervention removed",
    "date moved",
    "strength changed",
    "stage changed",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """
    One change.

    Attributes:
        kind: one of `KINDS`.
        where: the row, or `table: row n` of a derived finding.
        what: the change in words.
        old, new: the row before and after; new is None when it is gone.
        table: the derived table before and after, where one is changed.
    """

    kind: str
    where: str
    what: str
    old: Row | None = None
    new: Row | None = None
    table: DerivedTable | None = None
    changed: DerivedTable | None = None

    @property
    def name(self) -> str:
        return f"{self.where}: {self.what}"

    def knowledge(self, base: Knowledge) -> Knowledge:
        """The tables with this change in them."""
        if self.changed is not None:
            return with_table(base, self.changed)
        assert self.old is not None
        new = self.new or _silent(self.old)
        at = self.old.index
        return with_rows(base, (*base.rows[:at], new, *base.rows[at + 1 :]))


def _silent(row: Row) -> Row:
    """A row that does nothing in the place of one, so that the others keep their places."""
    return replace(row, verb="flag", targets=0, cells=(_never(row),), code="gone", terms=None)


def _never(row: Row) -> Cell:
    return Cell(0, 0, -1, "hold", "never")


def mutants(base: Knowledge, windows: Mapping[str, str]) -> Iterator[Mutant]:
    """Every mutant of a knowledge made fine, in the order of its tables."""
    for table in base.derived:
        if table.finding.name != "steps_beside_thresholds":
            yield from _of_table(table, base, windows)
    for row in base.rows:
        yield from _of_row(row, base, windows)


def _of_row(row: Row, base: Knowledge, windows: Mapping[str, str]) -> Iterator[Mutant]:
    def mutant(kind: str, what: str, new: Row | None) -> Mutant:
        return Mutant(kind, row.id, what, row, new)

    yield mutant("row dropped", "the row dropped", None)
    for place, cell in enumerate(row.cells):
        finding = base.findings[cell.finding]
        rest = (*row.cells[:place], *row.cells[place + 1 :])
        yield mutant("cell dropped", f"{_said(cell, finding)} dropped", replace(row, cells=rest))
        for kind, what, changed in _of_cell(cell, finding, windows):
            cells = (*row.cells[:place], changed, *row.cells[place + 1 :])
            yield mutant(kind, what, replace(row, cells=cells))
    for kind, what, new in (*_of_targets(row, base), *_of_terms(row)):
        yield mutant(kind, what, new)


def _of_table(table: DerivedTable, base: Knowledge, windows: Mapping[str, str]) -> Iterator[Mutant]:
    def mutant(kind: str, place: int, what: str, new: DerivedRow | None) -> Mutant:
        rows = (*table.rows[:place], *([new] if new else []), *table.rows[place + 1 :])
        changed = DerivedTable(table.finding, rows, table.inputs, chooses=table.chooses)
        where = table.rows[place].id or f"{table.finding.name}, row {place + 1}"
        return Mutant(kind, where, what, table=table, changed=changed)

    for place, row in enumerate(table.rows[:-1]):
        yield mutant("row dropped", place, "the row dropped", None)
        for at, cell in enumerate(row.cells):
            finding = base.findings[cell.finding]
            rest = replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :]))
            yield mutant("cell dropped", place, f"{_said(cell, finding)} dropped", rest)
            for kind, what, changed in _of_cell(cell, finding, windows):
                cells = (*row.cells[:at], changed, *row.cells[at + 1 :])
                yield mutant(kind, place, what, replace(row, cells=cells))


def _of_cell(
    cell: Cell, finding: Finding, windows: Mapping[str, str]
) -> Iterator[tuple[str, str, Cell]]:
    if finding.words:
        yield from _words_removed(cell, finding)
    elif cell.wanted:
        yield from _thresholds_moved(cell, finding, windows)
    if cell.blank != "hold" and cell.wanted:
        word = "unknown" if cell.blank == "take" else "confirm"
        without = replace(cell, blank="hold")
        yield "word on blanks removed", f"{_said(cell, finding)} without {word}", without


def _words_removed(cell: Cell, finding: Finding) -> Iterator[tuple[str, str, Cell]]:
    named = list(bits(cell.wanted))
    if len(named) < 2:
        return
    for place in named:
        # Of a negated cell every word but the named ones is wanted: one more named is one less.
        without = replace(cell, wanted=cell.wanted & ~(1 << place))
        yield "value removed", f"{_said(cell, finding)} without {finding.words[place]}", without


def _thresholds_moved(
    cell: Cell, finding: Finding, windows: Mapping[str, str]
) -> Iterator[tuple[str, str, Cell]]:
    found = spans_of(cell.text, finding, windows)
    for at, span in enumerate(found):
        for end, edge in enumerate(span):
            for by in (-1, 1):
                if edge is None:
                    continue
                there = moved(edge, finding, by)
                if there == edge:
                    continue
                low, high = (there, span[1]) if end == 0 else (span[0], there)
                spans = [*found[:at], (low, high), *found[at + 1 :]]
                wanted = 0
                for one in spans:
                    wanted |= _bands(one[0], one[1], finding)
                if cell.text.startswith("not "):
                    wanted = finding.full & ~wanted
                word = "later" if by > 0 else "earlier"
                if finding.unit != "hours":
                    word = "more" if by > 0 else "less"
                what = f"{_said(cell, finding)}, {('from', 'to')[end]} a step {word}"
                yield "threshold moved", what, replace(cell, wanted=wanted)


def _bands(low: float | None, high: float | None, finding: Finding) -> int:
    if low is not None and high is not None and low >= high:
        return 0
    first = 0 if low is None else finding.cuts.index(low) + 1
    last = len(finding.cuts) + 1 if high is None else finding.cuts.index(high) + 1
    return (1 << last) - (1 << first)


def _said(cell: Cell, finding: Finding) -> str:
    return f"{finding.name}: {cell.text}"


def _of_targets(row: Row, base: Knowledge) -> Iterator[tuple[str, str, Row]]:
    if row.verb in ("exclude", "caution"):
        for place in bits(row.targets):
            left = replace(row, targets=row.targets & ~(1 << place))
            yield "intervention removed", f"{row.verb} without {base.items[place]}", left
    for key in ("if_offered", "unless_offered"):
        for place in bits(getattr(row, key)):
            mask = getattr(row, key) & ~(1 << place)
            if key == "if_offered" and not mask:
                continue
            left = replace(row, **{key: mask})
            yield "intervention removed", f"{key} without {base.items[place]}", left


def _of_terms(row: Row) -> Iterator[tuple[str, str, Row]]:
    if row.verb == "offer":
        yield from _of_offer(row, row.offer())
    elif row.verb in ("exclude", "hold"):
        terms: Any = row.terms
        key = "until" if row.verb == "exclude" else "on"
        moment = getattr(terms, key)
        for what, other in _moments(key, moment):
            yield "date moved", what, replace(row, terms=replace(terms, **{key: other}))
    elif row.verb == "stage":
        stage = row.stage_terms()
        for by in (-1, 1):
            days = stage.reassess_in_days + by
            if days > 0:
                terms = replace(stage, reassess_in_days=days)
                yield "date moved", f"reassess in {days} d", replace(row, terms=terms)
    elif row.hours is not None:
        step = HOUR if row.hours < 14 * DAY else DAY
        for hours in (row.hours - step, row.hours + step):
            yield "date moved", f"within {hours:g} h", replace(row, hours=hours)


def _of_offer(row: Row, terms: OfferTerms) -> Iterator[tuple[str, str, Row]]:
    for key, moment in terms.dates:
        for what, other in _moments(key, moment):
            dates = _with_date(terms, key, other)
            yield "date moved", what, replace(row, terms=replace(terms, dates=dates))
    for by in (-1, 1):
        strength = terms.strength + by
        if 0 <= strength < len(STRENGTHS):
            new = replace(row, terms=replace(terms, strength=strength))
            yield "strength changed", f"strength {STRENGTHS[strength]}", new
        stage = terms.stage + by
        if 0 <= stage < len(STAGES):
            new = replace(row, terms=replace(terms, stage=stage))
            yield "stage changed", f"stage {STAGES[stage]}", new


def _with_date(terms: OfferTerms, key: str, other: Moment | None) -> tuple[tuple[str, Moment], ...]:
    found = ((name, other if name == key else moment) for name, moment in terms.dates)
    return tuple((name, moment) for name, moment in found if moment is not None)


def _moments(key: str, moment: Moment | None) -> Iterator[tuple[str, Moment | None]]:
    if moment is None:
        return
    yield f"{key} dropped", None
    step = HOUR if moment.counts_hours else DAY
    for by in (-step, step):
        if moment.hours + by >= 0:
            other = moment._replace(hours=moment.hours + by)
            yield f"{key} {moment.clock} + {other.hours:g} h", other
