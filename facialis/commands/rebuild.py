"""``facialis rebuild``: what the review station knows, read again from the topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from bus.embedded import EmbeddedFeed
from bus.errors import CannotOpen
from bus.port import Feed
from facialis import folder
from facialis.counting import counting
from facialis.files import REVIEW
from facialis.operators.logs import FILE_OF
from facialis.operators.which_line import over_kafka, telling
from facialis.settings_line import LineSettings
from facialis.stopping import until_stopped
from facialis.trouble import Trouble
from services.review.projection import READ_HERE
from services.review.rebuild import RebuildStopped, TopicsEndBefore, rebuild
from services.review.store.shadow import RebuildRunning
from services.review.store.store import Store, open_store

_TOPICS = tuple(topic.name for topic in READ_HERE)


@click.command("rebuild")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=folder.USUAL,
    show_default=True,
    help="The folder of the line.",
)
@click.pass_obj
def command(environ: Mapping[str, str], data: Path) -> None:
    """Make worklist and cases anew from the topics; decisions stay as they are.

    A store in a file is rebuilt while its station rests, one in PostgreSQL while it runs. Broken
    off, it leaves the store as it was.
    """
    with ExitStack() as opened:
        stop = opened.enter_context(until_stopped())
        opened.enter_context(telling())
        store, read = _parts(environ, data, opened)
        progress = opened.enter_context(counting("events read", in_all=True))
        try:
            done = rebuild(store, read, progress=progress, stop=stop)
        except RebuildStopped:
            raise Trouble("Stopped; the store is as it was.") from None
        except (RebuildRunning, TopicsEndBefore) as refused:
            raise Trouble(str(refused)) from refused
    click.echo(f"{done.deliveries} events read again.")
    click.echo(f"  {done.changed} assessments and plans were not as the topics tell")
    if done.untold:
        click.echo(f"  {done.untold} patients are no longer told of in full, and stay as they were")


def _parts(
    environ: Mapping[str, str], data: Path, opened: ExitStack
) -> tuple[Store, Callable[[], Feed]]:
    if (settings := over_kafka(environ, data)) is not None:
        return _kafka_parts(settings, opened)
    if not (data / REVIEW).exists():
        raise Trouble(f"There is no line in {data}.", mend="facialis rebuild --data DIR")
    if pid := folder.holder(data):
        raise Trouble(f"A line runs on {data} (process {pid}).", mend="Stop it first.")
    opened.callback(folder.hold(data).release)
    store = open_store(data / REVIEW)
    opened.callback(store.close)
    return store, lambda: EmbeddedFeed([(data / FILE_OF[it], it) for it in _TOPICS])


def _kafka_parts(settings: LineSettings, opened: ExitStack) -> tuple[Store, Callable[[], Feed]]:
    from bus.kafka.feed import KafkaFeed
    from facialis.kafka_pipe import kafka_of
    from facialis.opening_store import store_of

    try:
        store = store_of(settings)
    except CannotOpen as held:
        raise Trouble(str(held), mend="Stop the review station first.") from held
    opened.callback(store.close)
    return store, partial(KafkaFeed, kafka_of(settings, "rebuild"), None, _TOPICS)
