"""The whole line in one process: every station, the pipe between them, one application."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Event, Thread
from urllib.parse import quote

from flask import Blueprint, Flask

from bus import failpoints
from facialis import clock, folder
from facialis.files import Files, open_files
from facialis.following import StoreFollows
from facialis.loops import Loops, open_loops
from facialis.settings import Settings
from facialis.tables import knowledge
from services.doors.keys import Keys
from services.doors.opening import Edge, open_doors
from services.intake import app as intake
from services.intake.app import Intake
from services.intake.outbox import Outbox
from services.recommender import app as recommender
from services.recommender.propose import propose
from services.recommender.station import Propose
from services.review import app as review
from services.review.pages import problem_page
from services.review.station import Review

CLIENT = "ehr"
"""Whose key the line's key is."""

_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Chance:
    """Where a line takes the time, and names for what has none yet."""

    now: Callable[[], datetime] = clock.now
    new_id: Callable[[], str] = clock.new_id


@dataclass(slots=True)
class Line:
    """
    An open line. Nothing moves before ``start``; ``close`` ends it within seconds.

    Attributes:
        app: every door and page of every station.
        outbox: where intake keeps what it accepts, for whoever runs the line.
        following: tells what became of it.
        loops: what moves between the stations.
    """

    app: Flask
    outbox: Outbox
    following: StoreFollows
    loops: Loops
    _opened: ExitStack = field(repr=False)
    _stop: Event = field(default_factory=Event, repr=False)
    _threads: list[Thread] = field(default_factory=list, repr=False)

    def start(self) -> None:
        """Let every loop run, each in a thread of its own."""
        for name, loop in self.loops.by_name.items():
            thread = Thread(target=loop.run, args=(self._stop,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Finish what is in hand, then close every file; a further call does nothing."""
        self._stop.set()
        self.loops.relay.notice()
        for thread in self._threads:
            thread.join(_PATIENCE_S)
        self._opened.close()


def open_line(settings: Settings, chance: Chance | None = None) -> Line:
    """
    Open every station on the embedded bus, in one folder.

    Raises:
        CannotOpen: another process writes a file, or the disk cannot be trusted.
        Trouble: the tables cannot be used; their author mends them.
        ValueError: there is no such failpoint; names those there are.
    """
    chance = chance or Chance()
    if settings.failpoint:
        failpoints.activate(settings.failpoint)
    tables = knowledge()
    with ExitStack() as opened:
        files = open_files(settings.data, opened)
        outbox = Outbox(files.intake)
        opened.callback(outbox.close)
        proposing = partial(propose, knowledge=tables)
        loops = open_loops(files, opened, propose=proposing, now=chance.now)
        parts = _Parts(settings, chance, files, outbox, proposing, loops)
        return Line(_app(parts), outbox, StoreFollows(files.store), loops, opened.pop_all())


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the application is made of."""

    settings: Settings
    chance: Chance
    files: Files
    outbox: Outbox
    propose: Propose
    loops: Loops


def _app(parts: _Parts) -> Flask:
    edge = Edge(
        new_id=parts.chance.new_id,
        hosts=parts.settings.hosts,
        ready=parts.loops.not_running,
        page=problem_page,
    )
    return open_doors(_blueprints(parts), edge=edge)


def _blueprints(parts: _Parts) -> tuple[Blueprint, ...]:
    keys = Keys({CLIENT: parts.settings.key or folder.key_of(parts.settings.data)})
    return (
        intake.blueprint(_intake(parts), keys=keys),
        recommender.blueprint(parts.propose, now=parts.chance.now, keys=keys),
        review.blueprint(_review(parts, keys)),
    )


def _intake(parts: _Parts) -> Intake:
    return Intake(
        outbox=parts.outbox,
        now=parts.chance.now,
        new_id=parts.chance.new_id,
        following=StoreFollows(parts.files.store),
        page_of=lambda client, assessment_id: f"/assessments/{quote(assessment_id, safe='')}",
    )


def _review(parts: _Parts, keys: Keys) -> Review:
    return Review(
        store=parts.files.store,
        keys=keys,
        now=parts.chance.now,
        new_id=parts.chance.new_id,
        chart_url=parts.settings.chart_url or "",
        notice=parts.loops.relay.notice,
    )
