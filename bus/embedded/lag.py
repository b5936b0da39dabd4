"""How far a consumer is behind the log that it reads, in events and in time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bus.embedded.connections import Reader
from bus.embedded.log import partitions_if_made
from bus.measures import Backlog
from bus.port import Positions

_LAST = """
    SELECT max(position) FROM log
    WHERE topic = (SELECT id FROM topics WHERE name = ?) AND partition = ?"""
_OLDEST = """
    SELECT recorded_at FROM log
    WHERE topic = (SELECT id FROM topics WHERE name = ?) AND partition = ? AND position >= ?
    ORDER BY position LIMIT 1"""


class Lag:
    """
    Looks at (file, topic) pairs and at where their reader stands; writes nothing.

    Safe to call from several threads.
    """

    def __init__(
        self, sources: Iterable[tuple[Path, str]], positions: Callable[[], Positions]
    ) -> None:
        """Take what is read, and what tells the next position to read of each partition."""
        self._sources = tuple(sources)
        self._readers = {path: Reader(path) for path, _ in self._sources}
        self._positions = positions

    def look(self) -> Iterator[tuple[tuple[str, int], Backlog]]:
        """
        Give what waits in each partition.

        Raises:
            Unavailable: a file, or who tells the positions, is away.
        """
        positions = self._positions()
        for path, topic in self._sources:
            reader = self._readers[path]
            if reader.exists():
                yield from reader.run(partial(_unread, topic=topic, positions=positions))

    def events(self) -> int:
        """
        Count all that waits.

        Raises:
            Unavailable: a file, or who tells the positions, is away.
        """
        return sum(backlog.events for _, backlog in self.look())

    def close(self) -> None:
        """Close what reads; a further call does nothing."""
        for reader in self._readers.values():
            reader.close()


def _unread(
    connection: sqlite3.Connection, *, topic: str, positions: Positions
) -> list[tuple[tuple[str, int], Backlog]]:
    partitions = range(partitions_if_made(connection) or 0)
    return [
        ((topic, it), _waiting(connection, topic, it, next=positions.get((topic, it), 0)))
        for it in partitions
    ]


def _waiting(connection: sqlite3.Connection, topic: str, partition: int, *, next: int) -> Backlog:
    (last,) = connection.execute(_LAST, (topic, partition)).fetchone()
    if last is None or last < next:
        return Backlog(0)
    (oldest,) = connection.execute(_OLDEST, (topic, partition, next)).fetchone()
    return Backlog(last + 1 - next, datetime.fromtimestamp(oldest / 1000, UTC))
