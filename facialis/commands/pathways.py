"""``facialis pathways``: the clinicians' tables, checked and shown."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from facialis.commands import pathways_cases, pathways_diff, pathways_export
from facialis.page.shapes import (
    QUIET,
    apart,
    hanging,
    heading,
    indented,
    joined,
    line_after,
    stacked,
)
from facialis.screen import console, show
from facialis.tables import knowledge
from facialis.trouble import Trouble
from schemas.nearest import nearest
from schemas.yaml_table import TableError
from services.recommender.book import Book
from services.recommender.engine import Knowledge, PathwayError
from services.recommender.proof.certificate import standing
from services.recommender.proof.invariants_file import read_invariants
from services.recommender.written import WrittenRow, WrittenTable, written_tables
from services.review.present.words import plain


@click.group("pathways")
def command() -> None:
    """Check and show the clinicians' tables."""


command.add_command(pathways_diff.command)
command.add_command(pathways_export.command)


@command.command("check")
@click.option("--every-case", is_flag=True, help="Also try the cases that go row by row.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(every_case: bool, as_json: bool) -> None:
    """Load every table, say what is in them or what is wrong with them, and try the cases.

    Ends with 1 when a table or case cannot be read, or a case gets another plan than it expects.
    """
    tables = knowledge()
    _check_invariants(tables)
    verdicts = pathways_cases.tried(tables, every=every_case)
    counts = {
        "version": tables.version,
        "digest": tables.digest,
        "pathways": len(tables.main),
        "rows": len(tables.rows),
        "derived": len(tables.derived),
        "interventions": len(tables.items),
        "sources": len(tables.sources),
        "proof": standing(tables.digest),
        "cases": len(verdicts),
        "cases_that_differ": sum(1 for verdict in verdicts if verdict.differences),
    }
    if as_json:
        click.echo(json.dumps(counts))
        sys.exit(1 if counts["cases_that_differ"] else 0)
    click.echo(
        "The tables can be used: {pathways} pathways, {rows} rows, {derived} derived findings, "
        "{interventions} interventions, {sources} sources.".format(**counts)
    )
    click.echo("Version {version}, digest {digest:.12}: {proof}.".format(**counts))
    right = pathways_cases.tell(verdicts)
    if not every_case:
        click.echo("Not tried: those that go row by row; --every-case tries them too, in seconds.")
    if not right:
        sys.exit(1)


def _check_invariants(tables: Knowledge) -> None:
    try:
        read_invariants(tables)
    except PathwayError as broken:
        raise Trouble(str(broken), mend="Its head says how it is written.") from broken


@command.command("prove")
@click.option("--only", metavar="ID", help="Prove only this one: INV-13, U1, a row, a pathway.")
@click.option("--json", "as_json", is_flag=True, help="Print the certificate, one JSON object.")
@click.option(
    "--certificate",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the certificate here.  [default: beside the tables]",
)
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if it would change.")
def proved(only: str | None, as_json: bool, certificate: Path | None, only_check: bool) -> None:
    """Prove the tables over every assessment that the door admits.

    Prints one line for each claim: proved, or the smallest patient for whom it fails, ready to be
    pasted into a feature. Ends with 1 when a claim fails, with 2 when there is no solver.
    """
    from facialis.proving import NoSolver, prove_tables

    tables = knowledge()
    _check_invariants(tables)
    try:
        whole = prove_tables(tables, only=only, as_json=as_json, path=certificate, check=only_check)
    except NoSolver as missing:
        raise click.UsageError(str(missing)) from missing
    sys.exit(0 if whole else 1)


@command.command("show")
@click.argument("name", metavar="[PATHWAY]", required=False)
def shown(name: str | None) -> None:
    """Show the tables, or the rows about PATHWAY.

    PATHWAY is a table (toxin), an archetype (A12), an intervention (nerve_graft) or a row.
    """
    tables = _tables()
    rows = [row for table in tables for row in table.rows if name in row.speaks_of]
    if name and not rows:
        raise click.UsageError(_not_there(name, tables))
    if name:
        show(console(sys.stdout), _rows(rows), *_cases(name), *_changed(rows))
    else:
        show(console(sys.stdout), _contents(tables), *_about())


def _tables() -> tuple[WrittenTable, ...]:
    try:
        return written_tables()
    except TableError as broken:
        raise Trouble(str(broken), mend="Look at all of it: facialis pathways check") from broken


def _not_there(name: str, tables: Sequence[WrittenTable]) -> str:
    known = {word for table in tables for row in table.rows for word in row.speaks_of}
    near = nearest(name, sorted(known - {""}))
    return f"nothing is called '{name}'" + (f"; did you mean {near}?" if near else "")


def _contents(tables: Sequence[WrittenTable]) -> RenderableType:
    first, *others = tables
    return stacked(
        [
            heading("Pathways, gravest first"),
            _columns([(row.archetype, row.title, row.id) for row in first.rows]),
            heading("Tables"),
            _columns([(one.name, one.title, f"{len(one.rows)} rows") for one in others]),
            apart(Text("facialis pathways show NAME shows the rows.", style=QUIET)),
        ]
    )


def _about() -> Sequence[RenderableType]:
    """Whose knowledge this is, of when, and on what: the attributes of its source."""
    attributes = Book(knowledge()).front["attributes"]
    said = [(it["title"], _short(it["says"])) for it in attributes]
    return [heading("Where this knowledge comes from"), _labelled(said)]


def _short(says: object) -> str:
    return says if isinstance(says, str) else f"{len(list(says))} works; see sources.yaml"  # type: ignore[call-overload]


def _labelled(said: Sequence[tuple[str, str]]) -> RenderableType:
    """Set long labels in one column and what they say in another."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(ratio=2, style=QUIET)
    grid.add_column(ratio=3)
    for label, text in said:
        grid.add_row(Text(label), Text(text))
    return indented(grid)


def _cases(name: str) -> Sequence[RenderableType]:
    """The cases of an archetype, each with the top line of its plan."""
    page = Book(knowledge()).page(name)
    cases = page["cases"] if page else []
    if not cases:
        return []
    lines = [
        hanging("·", stacked([Text(it["story"]), Text(it["headline"], style=QUIET)]))
        for it in cases
    ]
    return [heading("Cases"), indented(stacked(lines))]


def _changed(rows: Sequence[WrittenRow]) -> Sequence[RenderableType]:
    """Since when the rows hold, the latest first."""
    days = Counter(row.effective for row in rows if row.effective)
    told = ", ".join(f"{count} since {day}" for day, count in sorted(days.items(), reverse=True))
    return [apart(Text(f"Rows: {told}.", style=QUIET))] if told else []


def _columns(lines: Sequence[tuple[str, str, str]]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(ratio=3)
    grid.add_column(ratio=2, style=QUIET)
    for line in lines:
        grid.add_row(*map(Text, line))
    return indented(grid)


def _rows(rows: Sequence[WrittenRow]) -> RenderableType:
    by_verb = sorted(rows, key=lambda row: row.rank)
    return stacked(part for row in by_verb for part in (line_after(row.id), _row(row)))


def _row(row: WrittenRow) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(3):
        grid.add_column(ratio=1)
    grid.add_row(_said(row.when) if row.when else "always", _said(row.then), _because(row))
    return indented(grid)


def _said(lines: Sequence[str]) -> RenderableType:
    return stacked(hanging("·", Text(plain(line))) for line in lines)


def _because(row: WrittenRow) -> RenderableType:
    basis = joined([plain(row.evidence), plain(", ".join(row.sources))], style=QUIET)
    return stacked([Text(row.text), basis])
