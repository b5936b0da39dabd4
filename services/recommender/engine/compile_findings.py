"""Findings as the catalogue and the tables name them → places in the vector, and their cells."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from services.recommender.engine.cells import Cell, Span, parts, read_cell, spans
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.findings import Finding
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


class FindingReader:
    """
    Names every finding, then, once all thresholds are known, reads cells on them.

    The thresholds of every table cut the bands of a number, so all cells are looked at once
    (`cut`) before any is read (`cells`).
    """

    def __init__(self, vocabulary: Vocabulary, windows: Mapping[str, str]) -> None:
        self.vocabulary, self.windows = vocabulary, windows
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

    def name_observations(self, file: str, document: Document) -> None:
        """Groups of list findings, and summaries of earlier treatments."""
        for name, group in document.get("groups", {}).items():
            self._group(file, name, group)
        for name, summary in document.get("summaries", {}).items():
            self._summary(name, summary)

    def name_computed(self) -> None:
        for name, unit in COMPUTED.items():
            words = ("no", "yes") if unit == "yes_no" else ()
            label = name.replace("_", " ")
            clock = name == "assessment_age_days"
            asked = DAYS_OF_TESTS.get(name, name)
            self.add(Finding(0, name, asked, label, words, unit, clock=clock))

    def _group(self, file: str, name: str, group: Document) -> None:
        raw = self.vocabulary.findings.get(group["of"])
        strange = [word for word in group["any"] if raw is None or word not in raw.words]
        if raw is None or strange:
            raise PathwayError(
                file=file,
                line=line_of(group),
                row=name,
                column="any",
                found=", ".join(strange),
                write=f"Write words of the list finding {group['of']}.",
            )
        self.groups[name] = Group(group["of"], frozenset(group["any"]))
        self.add(Finding(0, name, group["of"], group["label"]["en"], words=("no", "yes")))

    def _summary(self, name: str, summary: Document) -> None:
        measure = next(m for m in ("sum", "days_since", "days_of", "given") if m in summary)
        where = {key: frozenset(_listed(words)) for key, words in summary["where"].items()}
        self.summaries[name] = Summary(measure, summary[measure], where)
        words = ("no", "yes") if measure == "given" else ()
        unit = {"sum": "plain", "given": "words"}.get(measure, "hours")
        label = summary["label"]["en"]
        clock = unit == "hours"
        self.add(Finding(0, name, "prior_treatments", label, words, unit, clock=clock))

    def cut(self, when: Document, *, file: str, row: str, line: int | None) -> None:
        """Take note of the thresholds in a row's cells."""
        for column, text in when.items():
            finding = self.finding(column, file=file, row=row, line=line)
            if finding.words:
                continue
            try:
                found = self._spans(text, finding)
            except ValueError as error:
                raise _bad_cell(file, row, column, text, line, error) from error
            edges = (edge for span in found for edge in span if edge is not None)
            self._cuts.setdefault(column, set()).update(edges)

    def _spans(self, text: str, finding: Finding) -> list[Span]:
        inner = text.strip().removeprefix("not ").strip("()")
        return spans(inner, unit=finding.unit, windows=self.windows)

    def close(self) -> None:
        """Fix every domain; no threshold may be added from here on."""
        for finding in self.findings:
            finding.cuts = tuple(sorted(self._cuts.get(finding.name, ())))
            finding.close()

    def finding(self, name: str, *, file: str, row: str, line: int | None) -> Finding:
        """The finding of that name. Raises PathwayError with the nearest."""
        place = self.index.get(name)
        if place is not None:
            return self.findings[place]
        raise PathwayError(
            file=file,
            line=line,
            row=row,
            column=name,
            found="no finding of that name",
            write=self._hint(name),
        )

    def _hint(self, name: str) -> str:
        raw = self.vocabulary.findings.get(name)
        if raw is not None and raw.kind in LISTED:
            return f"{name} is a {raw.kind}: name a group or summary of it in observations.yaml."
        near = get_close_matches(name, self.index, n=1)
        return f"Did you mean {near[0]}?" if near else "Write a finding of the catalogue."

    def cells(self, when: Document, *, file: str, row: str, line: int | None) -> tuple[Cell, ...]:
        """Read a row's cells. Raises PathwayError naming the column."""
        return tuple(
            self._cell(column, text, file=file, row=row, line=line) for column, text in when.items()
        )

    def _cell(self, column: str, text: str, *, file: str, row: str, line: int | None) -> Cell:
        finding = self.finding(column, file=file, row=row, line=line)
        try:
            cell = read_cell(text, finding, windows=self.windows)
        except ValueError as error:
            raise _bad_cell(file, row, column, text, line, error) from error
        if finding.derived and parts(text)[1] == "confirm":
            raise PathwayError(
                file=file,
                line=line,
                row=row,
                column=column,
                found=f"{text!r} on a derived finding",
                write="Nobody can be asked for a derived finding: put `or confirm` on a raw one.",
            )
        return cell


def line_of(document: object) -> int | None:
    """The line of the file on which a mapping begins, where its reader kept it."""
    found = getattr(document, "line", None)
    return found if isinstance(found, int) else None


def _bad_cell(
    file: str, row: str, column: str, text: str, line: int | None, error: ValueError
) -> PathwayError:
    return PathwayError(
        file=file,
        line=line,
        row=row,
        column=column,
        found=repr(text),
        write=f"{error}. See the grammar in pathways/README.md.",
    )


def _listed(words: str | Sequence[str]) -> Iterable[str]:
    return [words] if isinstance(words, str) else words
