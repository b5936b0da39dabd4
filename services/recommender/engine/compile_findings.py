"""Findings as the catalogue and the tables name them → places in the vector, and their cells."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from services.recommender.engine.cells import Cell, check_cell, parts, read_cell, spans
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.findings import Finding
from services.recommender.engine.shapes import line_of
from services.recommender.engine.spelling import did_you_mean
from services.recommender.engine.vocabulary import (
    CLOCKS,
    DAYS_OF_TESTS,
    Group,
    Summary,
    Vocabulary,
)

Document = Mapping[str, Any]

COMPUTED = {
    "assessment_age_days": "hours",
    "emg_day": "hours",
    "enog_day": "hours",
    "possible_duplicate": "yes_no",
    "sides_graded_apart": "yes_no",
}
"""Findings that the engine reads off the record itself, and what they count in."""

LISTED = ("list", "treatments", "date")
"""Kinds of finding that no cell can read by itself."""


@dataclass(frozen=True, slots=True)
class At:
    """Where a cell stands, for what is wrong with it."""

    file: str
    row: str
    column: str
    line: int | None

    def wrong(self, found: str, write: str) -> PathwayError:
        return PathwayError(
            file=self.file,
            line=self.line,
            row=self.row,
            column=self.column,
            found=found,
            write=write,
        )

    @contextmanager
    def reading(self, text: str) -> Iterator[None]:
        """Whatever cannot be read is this cell's. Raises PathwayError."""
        try:
            yield
        except ValueError as error:
            said = f"{error}. See the grammar in pathways/README.md."
            raise self.wrong(repr(text), said) from error


class FindingReader:
    """
    Names every finding, then, once all thresholds are known, reads cells on them.

    The thresholds of every table cut the bands of a number, so all cells are looked at once
    (`cut`) before any is read (`cells`).
    """

    def __init__(
        self, vocabulary: Vocabulary, windows: Mapping[str, str], places: Mapping[str, str]
    ) -> None:
        """`places` says of findings that the tables make where they are made."""
        self.vocabulary, self.windows, self.places = vocabulary, windows, places
        self.findings: list[Finding] = []
        self.index: dict[str, int] = {}
        self.groups: dict[str, Group] = {}
        self.summaries: dict[str, Summary] = {}
        self._cuts: dict[str, set[float]] = {}

    def add(self, finding: Finding) -> None:
        finding.index = len(self.findings)
        self.findings.append(finding)
        self.index[finding.name] = finding.index

    def name_raw(self) -> None:
        """The findings of the catalogue that a cell can read by themselves."""
        for raw in self.vocabulary.findings.values():
            if raw.kind in ("word", "yes_no"):
                words = tuple(raw.words) if raw.kind == "word" else ("no", "yes")
                self.add(Finding(0, raw.name, raw.name, raw.label, words=words))
            elif raw.kind in ("number", "elapsed"):
                unit = "hours" if raw.kind == "elapsed" else raw.unit or "plain"
                clock = raw.name in CLOCKS
                self.add(Finding(0, raw.name, raw.name, raw.label, unit=unit, clock=clock))

    def name_observations(self, document: Document) -> None:
        """Groups of list findings, and summaries of earlier treatments."""
        for name, group in document.get("groups", {}).items():
            self._group(name, group)
        for name, summary in document.get("summaries", {}).items():
            self._summary(name, summary)

    def name_computed(self, wording: Document) -> None:
        """What the engine reads off the record, called as the phrases of the tables call it."""
        for name, unit in COMPUTED.items():
            words = ("no", "yes") if unit == "yes_no" else ()
            label = wording[name]["en"] if name in wording else name.replace("_", " ")
            clock = name == "assessment_age_days"
            asked = DAYS_OF_TESTS.get(name, name)
            self.add(Finding(0, name, asked, label, words, unit, clock=clock))

    def _group(self, name: str, group: Document) -> None:
        self.groups[name] = Group(group["of"], frozenset(group["any"]))
        self.add(Finding(0, name, group["of"], group["label"]["en"], words=("no", "yes")))

    def _summary(self, name: str, summary: Document) -> None:
        measure = next(m for m in ("sum", "days_since", "days_of", "given") if m in summary)
        where = {key: frozenset(words) for key, words in summary["where"].items()}
        self.summaries[name] = Summary(measure, summary[measure], where)
        words = ("no", "yes") if measure == "given" else ()
        unit = {"sum": "plain", "given": "words"}.get(measure, "hours")
        label = summary["label"]["en"]
        clock = unit == "hours"
        self.add(Finding(0, name, "prior_treatments", label, words, unit, clock=clock))

    def cut(self, when: Document, *, file: str, row: str) -> None:
        """Take note of the thresholds in a row's cells."""
        for column, text in when.items():
            at = At(file, row, column, line_of(when, column))
            finding = self.finding(column, at)
            if finding.words:
                continue
            with at.reading(text):
                found = spans(text, unit=finding.unit, windows=self.windows)
            edges = (edge for span in found for edge in span if edge is not None)
            self._cuts.setdefault(column, set()).update(edges)

    def close(self) -> None:
        """Fix every domain; no threshold may be added from here on."""
        for finding in self.findings:
            finding.cuts = tuple(sorted(self._cuts.get(finding.name, ())))
            finding.close()

    def finding(self, name: str, at: At) -> Finding:
        """The finding of that name. Raises PathwayError with the nearest."""
        place = self.index.get(name)
        if place is not None:
            return self.findings[place]
        raise at.wrong("no finding of that name", self._hint(name))

    def _hint(self, name: str) -> str:
        raw = self.vocabulary.findings.get(name)
        if raw is not None and raw.kind in LISTED:
            return f"{name} is a {raw.kind}: name a group or summary of it in observations.yaml."
        known = dict.fromkeys([*self.index, *self.vocabulary.findings])
        return did_you_mean(name, known, self.places)

    def cells(self, when: Document, *, file: str, row: str) -> tuple[Cell, ...]:
        """Read a row's cells. Raises PathwayError naming the column."""
        return tuple(
            self._cell(text, At(file, row, column, line_of(when, column)))
            for column, text in when.items()
        )

    def _cell(self, text: str, at: At) -> Cell:
        finding = self.finding(at.column, at)
        with at.reading(text):
            cell = read_cell(text, finding, windows=self.windows)
        if finding.derived and parts(text)[1] == "confirm":
            raise at.wrong(
                f"{text!r} on a derived finding",
                "Nobody can be asked for a derived finding: put `or confirm` on a raw one.",
            )
        return cell

    def check_opening(self, opening: Document, *, file: str, row: str) -> None:
        """See that what would open a held item names a finding and words that it has."""
        name, text = opening["finding"], opening["must_be"]
        at = At(file, row, "opens_when.finding", line_of(opening, "finding"))
        raw = self.vocabulary.findings.get(name)
        listed = raw is not None and raw.kind == "list"
        words = tuple(raw.words) if raw is not None and listed else ()
        finding = Finding(0, name, name, name, words) if listed else self.finding(name, at)
        at = At(file, row, "opens_when.must_be", line_of(opening, "must_be"))
        with at.reading(text):
            check_cell(text, finding, windows=self.windows)
