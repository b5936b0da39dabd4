"""``facialis pathways diff``: whose plan two states of the tables treat otherwise, and why."""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import RenderableType
from rich.text import Text

from bus.errors import Unreadable
from facialis import clock
from facialis.examples import assessment_in, examples
from facialis.operators.logs import EmbeddedLogs
from facialis.page.shapes import QUIET, hanging, heading, indented, stacked
from facialis.posts import posts
from facialis.screen import console, show
from facialis.trouble import Trouble
from schemas.assessment import as_received, load_assessment
from schemas.faults import Refused
from schemas.interventions import title_of
from schemas.strict_json import NotJson, parse
from schemas.topics import ASSESSMENTS_RECEIVED
from services.recommender.cases import read_cases
from services.recommender.comparing import Changed, Comparison, Unit, received_at
from services.recommender.engine import Files, PathwayError
from services.recommender.pathway_files import PATHWAYS, read_files
from services.recommender.station import read

Patients = Iterator[tuple[str, Mapping[str, Any], datetime]]


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--on",
    "on",
    default="examples",
    show_default=True,
    metavar="examples|cases|FILE",
    help="Simulated patients, the clinicians' cases, or a file with an assessment on each line.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The stored log of a line instead, each assessment as of its receipt.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(old: str, new: str, on: str, data: Path | None, as_json: bool) -> None:
    """Say which patients change from the tables in OLD to those in NEW, how, and by which row.

    OLD and NEW are folders of tables, packed ones (.zip), or `.` for the tables in use. A row
    stands behind a change when the new tables without it give another plan.

    Ends with 0, also when plans differ; with 1 when tables or patients cannot be read.
    """
    with ExitStack() as opened:
        comparison = _comparison(_files(old, opened), _files(new, opened))
        patients = _stored(data) if data else _named(on)
        told = list(_changes(comparison, patients))
    seen, changed = len(told), [one for one in told if one is not None]
    if as_json:
        click.echo(json.dumps(_as_json(comparison, changed, seen), ensure_ascii=False))
        return
    show(console(sys.stdout), _page(comparison, changed, seen))


def _files(where: str, opened: ExitStack) -> Files:
    folder = PATHWAYS if where == "." else Path(where)
    if folder.suffix == ".zip" and folder.is_file():
        unpacked = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        zipfile.ZipFile(folder).extractall(unpacked)
        folder = next((path.parent for path in unpacked.rglob("knowledge.yaml")), unpacked)
    if not folder.is_dir():
        raise click.UsageError(f"{where} is no folder of tables, no .zip of one, and not `.`")
    try:
        return read_files(folder)
    except PathwayError as broken:
        raise Trouble(f"{where}: {broken}", mend="Mend that file first.") from broken


def _comparison(old: Files, new: Files) -> Comparison:
    try:
        return Comparison(old, new)
    except PathwayError as broken:
        raise Trouble(str(broken), mend="Both must pass: facialis pathways check") from broken


def _changes(comparison: Comparison, patients: Patients) -> Iterator[Changed | None]:
    for name, assessment, as_of in patients:
        yield comparison.plan(name, assessment, as_of)


def _named(on: str) -> Patients:
    if on == "cases":
        return ((one.name, one.assessment, one.as_of) for one in read_cases())
    if on == "examples":
        now = clock.now()
        return ((one.name, _received(one.assessment, now), now) for one in examples(now))
    if not Path(on).is_file():
        raise click.BadParameter(f"'{on}' is no file", param_hint="--on")
    return _in_file(Path(on))


def _in_file(path: Path) -> Patients:
    now = clock.now()
    with path.open("rb") as source:
        for post in posts(source):
            try:
                posted = assessment_in(parse(post.raw or b""), as_of=now)
                yield f"line {post.line}", _received(posted, now), now
            except (NotJson, Refused) as fault:
                raise Trouble(
                    f"{path}, line {post.line}: it cannot be planned.",
                    mend=f"See why: facialis plan {path}",
                ) from fault


def _received(posted: Any, now: datetime) -> dict[str, Any]:
    accepted = load_assessment(posted, received_at=now)
    return as_received(accepted, assessment_id="diff", client="facialis-diff", received_at=now)


def _stored(data: Path) -> Patients:
    for delivery in EmbeddedLogs(data).scan(ASSESSMENTS_RECEIVED.name):
        if delivery.body is None:
            continue
        try:
            _, assessment = read(delivery)
        except Unreadable:
            continue
        name = f"{delivery.topic}/{delivery.partition}@{delivery.position}"
        yield name, assessment, received_at(assessment)


def _as_json(comparison: Comparison, changed: list[Changed], seen: int) -> dict[str, Any]:
    return {
        "old": {"version": comparison.old.version, "digest": comparison.old.digest},
        "new": {"version": comparison.new.version, "digest": comparison.new.digest},
        "rows": [
            {"file": unit.file, "row": unit.name, "change": unit.change}
            for unit in comparison.units
        ],
        "seen": seen,
        "patients": [asdict(one) for one in changed],
    }


def _page(comparison: Comparison, changed: list[Changed], seen: int) -> RenderableType:
    old, new = comparison.old, comparison.new
    versions = f"{old.version} ({old.digest:.12}) → {new.version} ({new.digest:.12})"
    parts: list[RenderableType] = [Text(versions), heading("What differs in the tables")]
    parts += [indented(_unit(unit)) for unit in comparison.units] or [Text("  Nothing.")]
    parts.append(heading(f"{len(changed)} of {seen} plans differ"))
    parts += [_patient(one) for one in changed]
    return stacked(parts)


def _unit(unit: Unit) -> RenderableType:
    return hanging("·", Text.assemble(unit.name, (f"  {unit.change}, {unit.file}", QUIET)))


def _patient(one: Changed) -> RenderableType:
    lines: list[RenderableType] = [
        *(hanging("+", Text(title_of(code))) for code in one.adds),
        *(hanging("-", Text(title_of(code))) for code in one.removes),
        *(hanging("~", Text(f"{title_of(code)}: {how}")) for code, how in one.moves.items()),
        *(hanging("~", Text(f"{key}: {how}")) for key, how in one.other.items()),
        Text(f"because of {_and(one)}", style=QUIET),
    ]
    return stacked([Text(one.name, style="bold"), indented(stacked(lines))])


def _and(one: Changed) -> str:
    named = ", ".join(one.because)
    return f"several rows together: {named}" if one.together else named
