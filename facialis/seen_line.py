"""What there is to see of a line in one process: lag, outbox, what was set aside, what it needs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bus.embedded import Reader, positions_of
from bus.embedded.lag import Lag
from bus.measures import Backlog
from bus.port import Positions
from facialis.files import Files
from facialis.loops import Loops, planned_from, projected_from
from facialis.readiness import MOST_WAITING, backlog, store_writable, writable
from facialis.watching import Watching
from services.doors.opening import Edge
from services.review.store.counts import not_shipped, set_aside_now
from services.review.store.positions import read_positions
from services.review.store.store import Store


def seen_line(watching: Watching, edge: Edge, files: Files, loops: Loops, *, data: Path) -> Edge:
    """Give the edge of a line what it tells of its files and loops."""
    planned = Reader(files.recommender.path)
    unplanned = Lag(planned_from(files), lambda: planned.run(_planned))
    unread = Lag(projected_from(files), lambda: _projected(files))
    for one in (planned, unplanned, unread):
        watching.opened.callback(one.close)
    watching.lag("recommender", unplanned.look)
    watching.lag("review", unread.look)
    see_store(watching, files.store)
    watching.backlog(unplanned.events, most=MOST_WAITING)
    checks = {
        "intake.db": writable(files.intake),
        "recommender.db": writable(files.recommender),
        "reviews.db": writable(files.reviews),
        "review.db": store_writable(files.store),
        "backlog": backlog(unplanned.events, most=MOST_WAITING),
    }
    return watching.edge(edge, loops, data=data, checks=checks)


def see_store(watching: Watching, store: Store) -> None:
    """Have it told how much waits in the review store, and what was set aside."""
    watching.outbox("decisions", lambda: _not_shipped(store))
    watching.set_aside(lambda: _set_aside(store))


def _planned(connection: sqlite3.Connection) -> Positions:
    cursor = connection.cursor()
    try:
        return positions_of(cursor, "recommender")
    finally:
        cursor.close()


def _projected(files: Files) -> Positions:
    with files.store.reading() as connection:
        return read_positions(connection, "review")


def _not_shipped(store: Store) -> Backlog:
    with store.reading() as connection:
        return not_shipped(connection)


def _set_aside(store: Store) -> int:
    with store.reading() as connection:
        return set_aside_now(connection)
