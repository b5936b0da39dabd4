"""Intake on its own: posts come in whatever becomes of the brokers."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from bus.embedded import Spool, Writer
from bus.measures import Backlog as Waiting
from facialis.chance import Chance
from facialis.edge import edge_of, keys_of
from facialis.files import INTAKE, RELAY
from facialis.following import StoreFollows
from facialis.loops import Loop, Loops
from facialis.opening_store import store_to_look_at
from facialis.readiness import Check, writable
from facialis.settings_line import Database, LineSettings
from facialis.station import Station
from facialis.tidying import Tidying, tidying_of_file
from facialis.watching import watch_over
from services.doors.opening import open_doors
from services.intake import app as intake
from services.intake.app import Intake
from services.intake.backlog import Backlog
from services.intake.outbox import ACCEPTED, Outbox

if TYPE_CHECKING:
    from services.intake.outbox_postgres import PostgresOutbox


def open_intake(settings: LineSettings, chance: Chance) -> Station:
    """
    Open intake: its doors, its outbox, and what takes out of it what was shipped long ago.

    Raises:
        CannotOpen: another process writes the file, or the disk cannot be trusted.
        Unavailable: the database of the outbox is away.
    """
    with ExitStack() as opened:
        kept = _kept(settings, chance, opened)
        watching = watch_over("intake", now=chance.now, collector=settings.own.collector)
        opened.callback(watching.close)
        watching.outbox("relay", kept.waiting)
        watching.backlog(kept.depth, most=settings.backlog)
        backlog = Backlog(kept.depth, most=settings.backlog, monotonic=time.monotonic)
        loops = Loops.of(kept.tidying)
        store = store_to_look_at(settings)
        opened.callback(store.close)
        station = Intake(
            outbox=kept.outbox,
            now=chance.now,
            new_id=chance.new_id,
            following=StoreFollows(store),
            page_of=lambda client, assessment_id: f"/assessments/{quote(assessment_id, safe='')}",
            make_room=backlog.make_room,
        )

        def room() -> str | None:
            return "full: the brokers are away" if backlog.full() else None

        doors = [intake.blueprint(station, keys=keys_of(settings))]
        data = settings.own.data if settings.outbox is None else None
        checks = {"outbox": kept.writable, "backlog": room}
        edge = watching.edge(edge_of(settings, chance), loops, data=data, checks=checks)
        app = open_doors(doors, edge=edge)
        return Station(app, loops, opened.pop_all())


@dataclass(frozen=True, slots=True)
class _Kept:
    """An outbox, what counts what waits in it, checks it, and keeps it small."""

    outbox: Outbox | PostgresOutbox
    depth: Callable[[], int]
    waiting: Callable[[], Waiting]
    writable: Check
    tidying: Loop


def _kept(settings: LineSettings, chance: Chance, opened: ExitStack) -> _Kept:
    if settings.outbox is not None:
        return _in_database(settings.outbox, settings, chance, opened)
    data = settings.own.data
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    writer = opened.enter_context(Writer(data / INTAKE, also=[ACCEPTED]))
    spool = Spool(writer.path, data / RELAY)
    opened.callback(spool.close)
    outbox = Outbox(writer)
    opened.callback(outbox.close)
    tidying = tidying_of_file(writer, spool, keep=settings.keep_shipped, now=chance.now)
    return _Kept(outbox, spool.depth, lambda: _waiting(spool), writable(writer), tidying)


def _waiting(spool: Spool) -> Waiting:
    oldest_ms = spool.oldest_ms()
    since = None if oldest_ms is None else datetime.fromtimestamp(oldest_ms / 1000, UTC)
    return Waiting(spool.depth(), since)


def _in_database(
    database: Database, settings: LineSettings, chance: Chance, opened: ExitStack
) -> _Kept:
    from services.intake.outbox_postgres import PostgresOutbox

    outbox = PostgresOutbox(database.url, database.password)
    opened.callback(outbox.close)
    tidying = Tidying(outbox.prune, keep=settings.keep_shipped, now=chance.now)

    def answers() -> None:
        outbox.backlog()

    return _Kept(outbox, outbox.depth, outbox.backlog, answers, tidying)
