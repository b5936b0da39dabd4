"""Derived tables as their authors wrote them → tables that the engine reads, in order."""

from collections.abc import Mapping
from typing import Any

from services.recommender.engine.compile_findings import FindingReader
from services.recommender.engine.derived import DerivedRow, DerivedTable
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.findings import Finding
from services.recommender.engine.shapes import line_of
from services.recommender.engine.spelling import did_you_mean

Document = Mapping[str, Any]


def in_order(documents: Mapping[str, tuple[str, Document]]) -> list[tuple[str, str, Document]]:
    """
    Derived findings (name → file and table), each after those that it reads.

    Raises:
        PathwayError: one rests on itself.
    """
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


def name_derived(name: str, table: Document, reader: FindingReader) -> None:
    label = table.get("label", {}).get("en", name.replace("_", " "))
    reader.add(Finding(0, name, name, label, words=tuple(table["values"]), derived=True))


def read_derived(file: str, name: str, table: Document, reader: FindingReader) -> DerivedTable:
    """Read one table. Raises PathwayError: a value it does not have, or no else row."""
    finding = reader.findings[reader.index[name]]
    rows = []
    for row in table["rows"]:
        cells = reader.cells(row.get("when", {}), file=file, row=name)
        rows.append(DerivedRow(cells, _value(finding, row, file=file), row.get("id", "")))
    if rows[-1].cells:
        raise PathwayError(
            file=file, row=name, found="a last row with `when`", write="End with an else row."
        )
    inputs = sorted({cell.finding for row in rows for cell in row.cells})
    above = tuple(reader.findings[place] for place in inputs)
    return DerivedTable(finding, tuple(rows), above, chooses=name == "pathway")


def _value(finding: Finding, row: Document, *, file: str) -> int:
    if row["is"] == "unknown":
        return finding.full
    if row["is"] not in finding.words:
        raise PathwayError(
            file=file,
            line=line_of(row, "is"),
            row=finding.name,
            column="is",
            found=repr(row["is"]),
            write=did_you_mean(row["is"], [*finding.words, "unknown"]),
        )
    return finding.bit(row["is"])
