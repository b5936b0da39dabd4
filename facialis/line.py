"""The whole line in one process: every station, the pipe between them, one application."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

from flask import Blueprint, Flask

from bus import failpoints
from facialis import folder
from facialis.chance import CLIENT, Chance
from facialis.files import INTAKE, RECOMMENDER, REVIEWS, Files, open_files
from facialis.following import StoreFollows
from facialis.loops import LineLoops, open_loops
from facialis.operators import door as operators
from facialis.promised import Promised, promised
from facialis.seen_line import seen_line
from facialis.settings import Settings
from facialis.station import Station
from facialis.tables import knowledge
from facialis.trying import Trying
from facialis.watching import Watching, watch_over
from services.doors.keys import Keys
from services.doors.opening import Edge, open_doors
from services.intake import app as intake
from services.intake.app import Intake
from services.intake.outbox import Outbox
from services.recommender import app as recommender
from services.recommender.book import Book
from services.recommender.propose import propose
from services.recommender.station import Propose
from services.review import app as review
from services.review.pages import problem_page
from services.review.station import Review


@dataclass(slots=True)
class Line(Station):
    """
    Every station in one process.

    Attributes:
        outbox: where intake keeps what it accepts, for whoever runs the line.
        following: tells what became of it.
    """

    outbox: Outbox = field(kw_only=True)
    following: StoreFollows = field(kw_only=True)


def open_line(
    settings: Settings, chance: Chance | None = None, *, watching: Watching | None = None
) -> Line:
    """
    Open every station on the embedded bus, in one folder.

    Args:
        watching: what looks at it; None to make one as the settings say.

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
        watching = watching or watch_over("line", now=chance.now, collector=settings.collector)
        opened.callback(watching.close)
        outbox = Outbox(files.intake)
        opened.callback(outbox.close)
        proposing = partial(propose, knowledge=tables)
        loops = open_loops(
            files,
            opened,
            propose=proposing,
            now=chance.now,
            watching=watching,
            digest=tables.digest,
            take_aside=settings.take_aside,
        )
        watching.knowledge(tables.version, tables.digest)
        book, trying = Book(tables), Trying(proposing, tables, now=chance.now)
        parts = _Parts(
            settings,
            chance,
            files,
            outbox,
            proposing,
            loops,
            watching,
            book,
            trying,
            promised(settings.data, digest=tables.digest),
        )
        return Line(
            _app(parts),
            loops,
            opened.pop_all(),
            loops.relay.notice,
            outbox=outbox,
            following=StoreFollows(files.store),
        )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the application is made of."""

    settings: Settings
    chance: Chance
    files: Files
    outbox: Outbox
    propose: Propose
    loops: LineLoops
    watching: Watching
    book: Book
    trying: Trying
    promised: Promised


def _app(parts: _Parts) -> Flask:
    edge = Edge(
        new_id=parts.chance.new_id,
        hosts=parts.settings.hosts,
        page=problem_page,
    )
    seen = seen_line(parts.watching, edge, parts.files, parts.loops, data=parts.settings.data)
    return open_doors(_blueprints(parts), edge=seen)


def _blueprints(parts: _Parts) -> tuple[Blueprint, ...]:
    keys = Keys({CLIENT: parts.settings.key or folder.key_of(parts.settings.data)})
    return (
        intake.blueprint(_intake(parts), keys=keys),
        recommender.blueprint(parts.propose, now=parts.chance.now, keys=keys, book=parts.book),
        review.blueprint(_review(parts, keys)),
        *_operators(parts),
    )


def _operators(parts: _Parts) -> tuple[Blueprint, ...]:
    settings, files = parts.settings, parts.files
    if settings.operator_key is None:
        return ()
    writers = {INTAKE: files.intake, RECOMMENDER: files.recommender, REVIEWS: files.reviews}
    door = operators.blueprint(
        settings.data, key=settings.operator_key, writer_of=writers.__getitem__
    )
    return (door,)


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
        decided=parts.watching.decided,
        book=parts.book,
        promises=parts.promised,
        trying=parts.trying,
    )
