"""Tables as their authors wrote them → knowledge, or an error that its author can mend."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.engine.cells import Cell, parts, read_cell, spans
from services.recommender.engine.compile_rows import RowReader
from services.recommender.engine.derived import DerivedRow, DerivedTable
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.findings import Finding
from services.recommender.engine.knowledge import HorizonLimits, Knowledge, MainPathway, Refusals
from services.recommender.engine.rows import STAGES, Row
from services.recommender.engine.vocabulary import CLOCKS, Group, Summary, Vocabulary

COMPUTED = {
    "assessment_age_days": "hours",
    "emg_day": "hours",
    "enog_day": "hours",
    "possible_duplicate": "yes_no",
    "sides_graded_apart": "yes_no",
}
"""Findings that the engine reads off the record itself, and what they count in."""

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Files:
    """
    The folder of tables as read: every scalar a string, file name → its content.

    `rows` are the row files in the order in which they are read; `companions` come last.
    """

    documents: Mapping[str, Document]
    rows: Sequence[str]
    digest: str


def compile_knowledge(files: Files, vocabulary: Vocabulary) -> Knowledge:
    """
    Compile the tables.

    Raises:
        PathwayError: with file, line, row, column, what was found and what to write.
    """
    return _Compiler(files, vocabulary).knowledge()


class _Compiler:
    def __init__(self, files: Files, vocabulary: Vocabulary) -> None:
        self.files, self.vocabulary = files, vocabulary
        self.findings: list[Finding] = []
        self.index: dict[str, int] = {}
        self.windows = {n: w["is"] for n, w in files.documents["windows.yaml"].items()}
        self.groups: dict[str, Group] = {}
        self.summaries: dict[str, Summary] = {}

    def knowledge(self) -> Knowledge:
        self._raw_findings()
        self._observations()
        raw_count = len(self.findings)
        derived = self._ordered(self._derived_documents())
        for file, name, table in derived:
            self._add(_derived_finding(file, name, table))
        self._find_cuts(derived)
        tables = tuple(self._table(*entry) for entry in derived)
        reader = RowReader(self.files, self.vocabulary, self.windows, self._cells)
        rows = reader.rows()
        return Knowledge(
            **_about(self.files),
            vocabulary=self.vocabulary,
            findings=tuple(self.findings),
            raw_count=raw_count,
            index=self.index,
            groups=self.groups,
            summaries=self.summaries,
            derived=tables,
            rows=rows,
            items=tuple(self.vocabulary.families),
            cards=reader.cards,
            main=_main_pathways(self.files.documents["pathways.yaml"]["main"]),
            refusals=_refusals(self.files.documents["refusals.yaml"], reader),
            sources=self.files.documents["sources.yaml"],
            stage_titles=_stage_titles(self.files.documents["stages.yaml"]),
            wording={k: v["en"] for k, v in self.files.documents["wording.yaml"].items()},
        )

    def _add(self, finding: Finding) -> Finding:
        finding.index = len(self.findings)
        self.findings.append(finding)
        self.index[finding.name] = finding.index
        return finding

    def _raw_findings(self) -> None:
        for raw in self.vocabulary.findings.values():
            if raw.kind in ("word", "yes_no"):
                words = tuple(raw.words) if raw.kind == "word" else ("no", "yes")
                self._add(Finding(0, raw.name, raw.name, raw.label, words=words))
            elif raw.kind in ("number", "elapsed"):
                unit = "hours" if raw.kind == "elapsed" else raw.unit or "plain"
                clock = raw.name in CLOCKS
                self._add(Finding(0, raw.name, raw.name, raw.label, unit=unit, clock=clock))

    def _observations(self) -> None:
        for file in self._present("observations.yaml", "observations_rows.yaml"):
            document = self.files.documents[file]
            for name, group in document.get("groups", {}).items():
                self._group(file, name, group)
            for name, summary in document.get("summaries", {}).items():
                self._summary(name, summary)
        for name, unit in COMPUTED.items():
            words = ("no", "yes") if unit == "yes_no" else ()
            label = name.replace("_", " ")
            clock = name == "assessment_age_days"
            self._add(Finding(0, name, name, label, words, unit, clock=clock))

    def _group(self, file: str, name: str, group: Document) -> None:
        raw = self.vocabulary.findings.get(group["of"])
        strange = [word for word in group["any"] if raw is None or word not in raw.words]
        if raw is None or strange:
            raise PathwayError(
                file=file,
                row=name,
                column="any",
                found=", ".join(strange),
                write=f"Write words of the list finding {group['of']}.",
            )
        self.groups[name] = Group(group["of"], frozenset(group["any"]))
        self._add(Finding(0, name, group["of"], group["label"]["en"], words=("no", "yes")))

    def _summary(self, name: str, summary: Document) -> None:
        measure = next(m for m in ("sum", "days_since", "days_of", "given") if m in summary)
        where = {key: frozenset(_listed(words)) for key, words in summary["where"].items()}
        self.summaries[name] = Summary(measure, summary[measure], where)
        words = ("no", "yes") if measure == "given" else ()
        unit = {"sum": "plain", "given": "words"}.get(measure, "hours")
        label = summary["label"]["en"]
        clock = unit == "hours"
        self._add(Finding(0, name, "prior_treatments", label, words, unit, clock=clock))

    def _present(self, *files: str) -> list[str]:
        return [file for file in files if file in self.files.documents]

    def _derived_documents(self) -> dict[str, tuple[str, Document]]:
        found: dict[str, tuple[str, Document]] = {}
        for file in self._present("derived.yaml", "derived_rows.yaml"):
            for name, table in self.files.documents[file].items():
                found[name] = (file, table)
        found["pathway"] = ("pathways.yaml", _pathway_table(self.files.documents["pathways.yaml"]))
        return found

    def _ordered(
        self, documents: Mapping[str, tuple[str, Document]]
    ) -> list[tuple[str, str, Document]]:
        """Derived findings, each after those it reads."""
        done: dict[str, tuple[str, str, Document]] = {}

        def visit(name: str, path: tuple[str, ...]) -> None:
            if name in done or name not in documents:
                return
            file, table = documents[name]
            if name in path:
                raise PathwayError(
                    file=file,
                    row=name,
                    found=" → ".join((*path, name)),
                    write="A derived finding cannot rest on itself; break the circle.",
                )
            for row in table["rows"]:
                for read in row.get("when", {}):
                    visit(read, (*path, name))
            done[name] = (file, name, table)

        for name in documents:
            visit(name, ())
        return list(done.values())

    def _find_cuts(self, derived: Iterable[tuple[str, str, Document]]) -> None:
        cuts: dict[str, set[float]] = {}
        for file, row_id, column, text, line in self._every_cell(derived):
            finding = self._finding(column, file=file, row=row_id, line=line)
            if finding.words:
                continue
            try:
                edges = {edge for span in self._spans(text, finding) for edge in span}
            except ValueError as error:
                raise _bad_cell(file, row_id, column, text, line, error) from error
            cuts.setdefault(column, set()).update(e for e in edges if e is not None)
        for finding in self.findings:
            finding.cuts = tuple(sorted(cuts.get(finding.name, ())))
            finding.close()

    def _spans(self, text: str, finding: Finding) -> list[tuple[float | None, float | None]]:
        inner = text.strip().removeprefix("not ").strip("()")
        return spans(inner, unit=finding.unit, windows=self.windows)

    def _every_cell(
        self, derived: Iterable[tuple[str, str, Document]]
    ) -> Iterator[tuple[str, str, str, str, int | None]]:
        for file, name, table in derived:
            for row in table["rows"]:
                for column, text in row.get("when", {}).items():
                    yield file, row.get("id", name), column, text, line_of(row)
        for file, row in RowReader.documents(self.files):
            for column, text in row.get("when", {}).items():
                yield file, row.get("id", "?"), column, text, line_of(row)

    def _finding(self, name: str, *, file: str, row: str, line: int | None) -> Finding:
        place = self.index.get(name)
        if place is not None:
            return self.findings[place]
        near = get_close_matches(name, self.index, n=1)
        listed = self.vocabulary.findings.get(name)
        hint = f"Did you mean {near[0]}?" if near else "Write a finding of the catalogue."
        if listed is not None and listed.kind in ("list", "treatments", "date"):
            hint = f"{name} is a {listed.kind}: name a group or summary of it in observations.yaml."
        raise PathwayError(
            file=file, line=line, row=row, column=name, found="no finding of that name", write=hint
        )

    def _cells(self, when: Document, *, file: str, row: str, line: int | None) -> tuple[Cell, ...]:
        return tuple(
            self._cell(column, text, file=file, row=row, line=line) for column, text in when.items()
        )

    def _cell(self, column: str, text: str, *, file: str, row: str, line: int | None) -> Cell:
        finding = self._finding(column, file=file, row=row, line=line)
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

    def _table(self, file: str, name: str, table: Document) -> DerivedTable:
        finding = self.findings[self.index[name]]
        rows = []
        for row in table["rows"]:
            cells = self._cells(row.get("when", {}), file=file, row=name, line=line_of(row))
            value = self._value(finding, row, file=file)
            rows.append(DerivedRow(cells, value, row.get("id", "")))
        if rows[-1].cells:
            raise PathwayError(
                file=file, row=name, found="a last row with `when`", write="End with an else row."
            )
        inputs = sorted({cell.finding for row in rows for cell in row.cells})
        return DerivedTable(
            finding,
            tuple(rows),
            tuple(self.findings[place] for place in inputs),
            chooses=name == "pathway",
        )

    def _value(self, finding: Finding, row: Document, *, file: str) -> int:
        if row["is"] == "unknown":
            return finding.full
        if row["is"] not in finding.words:
            raise PathwayError(
                file=file,
                line=line_of(row),
                row=finding.name,
                column="is",
                found=repr(row["is"]),
                write=f"Write one of {', '.join(finding.words)}, or unknown.",
            )
        return finding.bit(row["is"])


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


def _derived_finding(file: str, name: str, table: Document) -> Finding:
    label = table.get("label", {}).get("en", name.replace("_", " "))
    return Finding(0, name, name, label, words=tuple(table["values"]), derived=True)


def _pathway_table(document: Document) -> Document:
    rows = [
        {"when": row.get("when", {}), "is": _pathway_name(row), "id": row["id"]}
        for row in document["main"]
    ]
    return {"values": [row["is"] for row in rows], "rows": rows, "label": {"en": "Pathway"}}


def _pathway_name(row: Document) -> str:
    return str(row["id"]).rpartition(".")[2]


def _main_pathways(rows: Sequence[Document]) -> tuple[MainPathway, ...]:
    return tuple(
        MainPathway(
            row["id"],
            _pathway_name(row),
            row["archetype"],
            row["title"]["en"],
            row["text"]["en"],
            tuple(row["sources"]),
        )
        for row in rows
    )


def _refusals(document: Document, reader: RowReader) -> Refusals:
    because = document["because"]
    return Refusals(
        reader.targets(document["still_offered"], file="refusals.yaml", row=because["row"]),
        because["row"],
        because["text"]["en"],
        document["caution"]["en"],
        tuple(because["sources"]),
    )


def _about(files: Files) -> dict[str, Any]:
    document = files.documents["knowledge.yaml"]
    horizon = document["horizon"]

    def hours(text: str) -> float:
        return amount(text, unit="hours", windows={})

    limits = HorizonLimits(
        hours(horizon["ends"]), hours(horizon["early"]["until"]), hours(horizon["early"]["ends"])
    )
    texts = {key: value for key, value in document.items() if isinstance(value, str)}
    return {
        "version": document["version"],
        "digest": files.digest,
        "about": texts,
        "horizon": limits,
    }


def _stage_titles(document: Document) -> tuple[str, ...]:
    return tuple(document["titles"][stage]["en"] for stage in STAGES)


def _listed(words: str | Sequence[str]) -> Sequence[str]:
    return [words] if isinstance(words, str) else words


__all__ = ["Files", "Row", "compile_knowledge", "line_of"]
