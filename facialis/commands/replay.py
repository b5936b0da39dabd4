"""``facialis replay``: what was assessed, planned again with the tables of today or others."""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from threading import Event

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from bus.embedded import Writer
from facialis import clock, folder
from facialis.files import RECOMMENDER
from facialis.operators.replaying import (
    Counts,
    DrySink,
    EmbeddedSink,
    Part,
    PublishingSink,
    Replay,
    Sink,
)
from facialis.operators.which_line import logs_of, over_kafka, publisher_of
from facialis.stopping import until_stopped
from facialis.tables import keep_for_good, knowledge
from facialis.trouble import Trouble
from schemas.moments import written
from schemas.topics import ASSESSMENTS_RECEIVED
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.knowledge import Knowledge
from services.recommender.pathway_files import load_knowledge
from services.recommender.propose import propose

_PLACES = "replay.json"
_PLACE = re.compile(rf"{re.escape(ASSESSMENTS_RECEIVED.name)}/(\d+)@(\d+)\Z")


@click.command("replay")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=folder.USUAL,
    show_default=True,
    help="The folder of the line.",
)
@click.option("--since", metavar="DATE", help="Only what was received on that day (UTC) or later.")
@click.option(
    "--from",
    "places",
    multiple=True,
    metavar="TOPIC/PARTITION@POSITION",
    help="Only that partition, from there on; may be said again for others.",
)
@click.option(
    "--knowledge",
    "tables",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Plan with the tables in that folder instead.",
)
@click.option("--rate", type=click.FloatRange(min=0, min_open=True), help="At most N a second.")
@click.option("--dry-run", is_flag=True, help="Only count; may be done while the line runs.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one JSON object.")
@click.pass_obj
def command(
    environ: Mapping[str, str],
    data: Path,
    since: str | None,
    places: Sequence[str],
    tables: Path | None,
    rate: float | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Plan again what was assessed, each as of its own receipt.

    A plan that says the same as the one before is not told again; of a changed one the review
    station makes the current plan. A line in a folder is stopped first; one over Kafka
    (KAFKA_BOOTSTRAP_SERVERS is set) goes on meanwhile. A replay that was stopped goes on where it
    was when the same is said again.
    """
    part = Part(since=_since(since), only=dict(map(_place, places)))
    chosen = _tables(tables)
    keep_for_good()
    with ExitStack() as opened:
        stop = opened.enter_context(until_stopped())
        name = f"replay {chosen.digest} {part.name}"
        sink = DrySink() if dry_run else _sink(environ, data, opened, name=name)
        replay = Replay(
            logs=opened.enter_context(logs_of(environ, data)),
            propose=partial(propose, knowledge=chosen),
            proposed_at=written(clock.now()),
            part=part,
            sink=sink,
        )
        with _meter(replay) as count:
            ended = replay.run(between=_between(stop, rate, count))
    _tell(replay.counts, chosen, dry_run=dry_run, as_json=as_json)
    if not ended:
        raise Trouble("Stopped before the end.", mend="Say the same again, and it goes on there.")


def _sink(environ: Mapping[str, str], data: Path, opened: ExitStack, *, name: str) -> Sink:
    if (settings := over_kafka(environ, data)) is not None:
        publisher = opened.enter_context(publisher_of(settings))
        return PublishingSink(publisher, data / _PLACES, name)
    if pid := folder.holder(data):
        raise Trouble(
            f"A line runs on {data} (process {pid}), and only it may write there.",
            mend="Stop it first, or only count: facialis replay --dry-run",
        )
    if not data.is_dir():
        raise Trouble(f"There is no folder {data}.", mend="facialis replay --data DIR")
    opened.callback(folder.hold(data).release)
    return EmbeddedSink(opened.enter_context(Writer(data / RECOMMENDER)), name)


def _tables(path: Path | None) -> Knowledge:
    if path is None:
        return knowledge()
    try:
        return load_knowledge(path)
    except PathwayError as broken:
        raise Trouble(str(broken), mend="Every file of a folder of tables is needed.") from broken


def _since(text: str | None) -> str:
    if text is None:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(
            f"'{text}' is not a date; write it as 2026-11-22.", param_hint="--since"
        ) from None
    return written(datetime(day.year, day.month, day.day, tzinfo=UTC))


def _place(text: str) -> tuple[tuple[str, int], int]:
    place = _PLACE.match(text)
    if place is None:
        raise click.BadParameter(
            f"'{text}' is no place; write it as {ASSESSMENTS_RECEIVED.name}/3@41.",
            param_hint="--from",
        )
    return (ASSESSMENTS_RECEIVED.name, int(place[1])), int(place[2])


def _between(stop: Event, rate: float | None, count: Callable[[], None]) -> Callable[[], bool]:
    """Make what is called after each: it counts, keeps the pace, and tells whether to go on."""
    began, done = time.monotonic(), 0

    def between() -> bool:
        nonlocal done
        done += 1
        count()
        if rate is not None:
            stop.wait(max(0.0, began + done / rate - time.monotonic()))
        return not stop.is_set()

    return between


@contextmanager
def _meter(replay: Replay) -> Iterator[Callable[[], None]]:
    if not sys.stderr.isatty():
        yield lambda: None
        return
    # Numbers in words beside the bar: a screen reader reads them, and not the bar.
    bar = Progress(
        TextColumn("{task.completed} of {task.total}, {task.fields[changed]} changed"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("replay", total=replay.total(), changed=0)
        yield lambda: bar.update(task, advance=1, changed=replay.counts.changed)


def _tell(counts: Counts, tables: Knowledge, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        said = {"version": tables.version, "digest": tables.digest, **counts.as_mapping()}
        click.echo(json.dumps(said))
        return
    would = "would change" if dry_run else "changed"
    click.echo(f"Tables {tables.version}, digest {tables.digest:.12}")
    click.echo(f"  {counts.changed} plans {would}")
    click.echo(f"  {counts.new} {'would be' if dry_run else 'are'} new")
    click.echo(f"  {counts.unchanged} say the same and are not told again")
    for count, what in (
        (counts.unreadable, "cannot be read: facialis set-aside list"),
        (counts.erased, "were erased on request"),
        (counts.passed_over, "came before that day"),
    ):
        if count:
            click.echo(f"  {count} {what}")
