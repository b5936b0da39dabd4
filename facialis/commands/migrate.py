"""``facialis migrate``: an embedded line moves to Kafka."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bus.errors import BusError
from facialis import folder
from facialis.counting import counting
from facialis.files import INTAKE, REVIEW
from facialis.settings_line import LineSettings
from facialis.trouble import Trouble
from services.review.store.store import open_to_look

if TYPE_CHECKING:
    from facialis.operators.migrating import Moved


@click.command("migrate")
@click.option("--to", "servers", required=True, metavar="HOST:PORT", help="Where the brokers are.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=folder.USUAL,
    show_default=True,
    help="The folder of the line.",
)
@click.pass_obj
def command(environ: Mapping[str, str], servers: str, data: Path) -> None:
    """Copy every log to Kafka: same partitions, positions, ids and bytes.

    The line is stopped first. How to speak to the brokers is set by KAFKA_…, as for the stations.
    What was copied is compared at the end, and readers go on where they stood. With FACIALIS_STORE
    set the review store moves too. A move that was broken off goes on when the same is said again.
    """
    settings = _settings({**environ, "KAFKA_BOOTSTRAP_SERVERS": servers}, data)
    if not (data / INTAKE).exists():
        raise Trouble(f"There is no line in {data}.", mend="facialis migrate --data DIR …")
    if pid := folder.holder(data):
        raise Trouble(f"A line runs on {data} (process {pid}).", mend="Stop it first.")
    held = folder.hold(data)
    try:
        moved = _move(settings, data)
    except BusError as wrong:
        raise Trouble(
            f"Not moved: {wrong}", mend="Say the same again when that is mended."
        ) from wrong
    finally:
        held.release()
    _tell(moved, data)


def _move(settings: LineSettings, data: Path) -> Sequence[Moved]:
    # The client of Kafka is for those who have it; the other commands do without.
    from facialis.kafka_pipe import kafka_of, topic_shapes
    from facialis.operators.migrating import Migration

    with counting("messages copied") as told:
        moved = Migration(data, kafka_of(settings, "migrate"), topic_shapes(settings), told).run()
    if settings.store is not None:
        _move_store(settings, data)
    return moved


def _move_store(settings: LineSettings, data: Path) -> None:
    from facialis.opening_store import store_of
    from facialis.operators.moving_store import move_store

    with closing(open_to_look(data / REVIEW)) as source, closing(store_of(settings)) as target:
        count = move_store(source, target)
    click.echo(f"The review store is in PostgreSQL: {count} rows.")


def _settings(environ: Mapping[str, str], data: Path) -> LineSettings:
    return LineSettings.from_environ(environ, data=data)


def _tell(moved: Sequence[Moved], data: Path) -> None:
    click.echo("Compared and the same on both sides:")
    for topic in dict.fromkeys(it.topic for it in moved):
        count = sum(it.messages for it in moved if it.topic == topic)
        click.echo(f"  {topic:<26} {count:>9} messages")
    click.echo("Intake and review go on with their files here; keep it:")
    click.echo(f"  {data}")
    click.echo("Do not start `facialis run` on it again.")
