"""The relay on its own: what intake wrote goes to the brokers, in order."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from bus.embedded import LogOutbox, Reader, Writer, last_before, ship_again
from bus.kafka.publisher import KafkaPublisher
from bus.relay import Outbox, Relay, RelaySettings
from facialis.chance import Chance
from facialis.edge import edge_of
from facialis.files import INTAKE, RELAY
from facialis.kafka_pipe import kafka_of, once_topics_are_there
from facialis.loops import Loops
from facialis.settings_line import Database, LineSettings
from facialis.station import Station
from facialis.watching import watch_over
from services.doors.opening import open_doors

NAME = "relay"

# Looking costs microseconds, and what is found goes out at once.
_OFTEN = RelaySettings(limit=500, idle_s=0.005)


def open_relay(
    settings: LineSettings, chance: Chance, *, again_since: datetime | None = None
) -> Station:
    """
    Open the relay: it reads intake's outbox and publishes.

    Args:
        again_since: ship again what was recorded from this moment on; None for only what is new.

    Raises:
        CannotOpen: another relay ships this outbox, or the disk cannot be trusted.
        Unavailable: the database of the outbox is away.
    """
    with ExitStack() as opened:
        publisher = KafkaPublisher(kafka_of(settings, NAME))
        opened.callback(publisher.close)
        watching = watch_over(NAME, now=chance.now, collector=settings.own.collector)
        opened.callback(watching.close)
        outbox = _outbox(settings, opened, again_since)
        relay = Relay(NAME, outbox, publisher, _OFTEN, watch=watching.watch)
        loops = Loops.of(once_topics_are_there(relay, settings, NAME))
        data = settings.own.data if settings.outbox is None else None
        edge = watching.edge(edge_of(settings, chance), loops, data=data)
        app = open_doors([], edge=edge)
        return Station(app, loops, opened.pop_all(), relay.notice)


def _outbox(settings: LineSettings, opened: ExitStack, again_since: datetime | None) -> Outbox:
    if settings.outbox is not None:
        return _in_database(settings.outbox, opened, again_since)
    data = settings.own.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    writer = opened.enter_context(Writer(data / RELAY))
    if again_since is not None:
        seq = _last_before(settings, again_since)
        writer.run(lambda cursor: ship_again(cursor, seq))
    log = LogOutbox(data / INTAKE, writer)
    opened.callback(log.close)
    return log


def _in_database(database: Database, opened: ExitStack, again_since: datetime | None) -> Outbox:
    from services.intake.outbox_postgres import PostgresOutbox

    outbox = PostgresOutbox(database.url, database.password)
    opened.callback(outbox.close)
    if again_since is not None:
        outbox.ship_again(again_since)
    return outbox.shipping()


def _last_before(settings: LineSettings, moment: datetime) -> int:
    reader = Reader(settings.own.data / INTAKE)
    try:
        ms = int(moment.timestamp() * 1000)
        return reader.run(lambda connection: last_before(connection, ms))
    finally:
        reader.close()
