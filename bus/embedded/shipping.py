"""Ships a log that another process writes, and remembers in a file of its own how far it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from bus.embedded.checksum import hold_against, with_checksums
from bus.embedded.connections import Reader
from bus.embedded.headers import unpack
from bus.embedded.ledger import move_positions, positions_of
from bus.embedded.writer import Writer
from bus.port import Message

_SHIPPER = "relay"
# A place in the whole file and not in one of its topics: what is counted is ``seq``.
_PLACE = ("", 0)

_READ = """
    SELECT seq, name, key, event_id, headers, body, checksum
    FROM log JOIN topics ON topics.id = log.topic WHERE seq > ? ORDER BY seq LIMIT ?"""
_MADE = "SELECT 1 FROM sqlite_master WHERE name = 'log_shape'"


class LogOutbox:
    """
    Keeps the promises of ``bus.relay.Outbox`` over the log in a file, in the order of its commits.

    The log is only read. How far it was shipped stands in the file of ``writer``, which belongs to
    whoever ships; so the station that writes the log never waits for the one that ships it.
    """

    def __init__(self, log: Path, writer: Writer) -> None:
        self._reader = Reader(log)
        self._writer = writer
        self._up_to = writer.run(_place_in)

    def read(self, after: int, limit: int) -> Sequence[tuple[int, Message]]:
        """
        Return the oldest messages behind what was shipped; none while there is no log yet.

        Raises:
            Damaged: one of them is not what was written; nothing is shipped in its place.
        """
        if not self._reader.exists():
            return ()
        since = max(after, self._up_to)
        return self._reader.run(lambda connection: _messages(connection, since, limit))

    def shipped(self, seq: int) -> None:
        """Remember that all up to and including ``seq`` are durable elsewhere."""
        self._writer.run(lambda cursor: move_positions(cursor, _SHIPPER, {_PLACE: seq}))
        self._up_to = max(self._up_to, seq)

    def close(self) -> None:
        """Let go of what reads the log; the writer is closed by whoever opened it."""
        self._reader.close()


def ship_again(cursor: sqlite3.Cursor, seq: int) -> None:
    """Go back, inside a work of the shipper's writer: what comes after ``seq`` is shipped again."""
    cursor.execute("DELETE FROM positions WHERE consumer = ?", (_SHIPPER,))
    move_positions(cursor, _SHIPPER, {_PLACE: seq})


def last_before(connection: sqlite3.Connection, recorded_ms: int) -> int:
    """Return the last ``seq`` recorded before a moment (milliseconds since 1970); 0 for none."""
    query = "SELECT max(seq) FROM log WHERE recorded_at < ?"
    return int(connection.execute(query, (recorded_ms,)).fetchone()[0] or 0)


class Spool:
    """
    What waits to be shipped, as the station that writes the log sees it.

    It reads the two files and writes neither; safe to call from several threads.
    """

    def __init__(self, log: Path, shipper: Path) -> None:
        self._log, self._shipper = Reader(log), Reader(shipper)

    def shipped_up_to(self) -> int:
        """Return the last ``seq`` that is durable elsewhere; 0 while nothing is."""
        return self._shipper.run(_shipped) if self._shipper.exists() else 0

    def depth(self) -> int:
        """
        Count the messages that wait.

        Raises:
            Unavailable: a file cannot be read at the moment.
        """
        return max(0, self._log.run(_last) - self.shipped_up_to())

    def oldest_ms(self) -> int | None:
        """Tell when the oldest that waits was recorded (milliseconds since 1970); None for none."""
        since = self.shipped_up_to()
        return self._log.run(lambda connection: _recorded_after(connection, since))

    def close(self) -> None:
        """Close what reads; a further call does nothing."""
        self._log.close()
        self._shipper.close()


def _messages(
    connection: sqlite3.Connection, after: int, limit: int
) -> Sequence[tuple[int, Message]]:
    if connection.execute(_MADE).fetchone() is None:
        return ()
    found = []
    for seq, topic, key, event_id, headers, body, checksum in with_checksums(
        connection, _READ, (after, limit)
    ):
        where = f"{topic}, number {seq} of the log"
        hold_against(checksum, key=key, event_id=event_id, headers=headers, body=body, where=where)
        found.append((seq, Message(topic, key, event_id, unpack(headers), body)))
    return found


def _place_in(cursor: sqlite3.Cursor) -> int:
    return positions_of(cursor, _SHIPPER).get(_PLACE, 0)


def _shipped(connection: sqlite3.Connection) -> int:
    made = "SELECT 1 FROM sqlite_master WHERE name = 'positions'"
    if connection.execute(made).fetchone() is None:
        return 0
    cursor = connection.cursor()
    try:
        return _place_in(cursor)
    finally:
        cursor.close()


def _last(connection: sqlite3.Connection) -> int:
    if connection.execute(_MADE).fetchone() is None:
        return 0
    return int(connection.execute("SELECT max(seq) FROM log").fetchone()[0] or 0)


def _recorded_after(connection: sqlite3.Connection, seq: int) -> int | None:
    if connection.execute(_MADE).fetchone() is None:
        return None
    row = connection.execute(
        "SELECT recorded_at FROM log WHERE seq > ? ORDER BY seq LIMIT 1", (seq,)
    ).fetchone()
    return None if row is None else int(row[0])
