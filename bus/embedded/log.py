"""The log inside a file: messages by topic, partition and position, appended and read."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime

from bus.embedded.checksum import checksum_of, hold_against, with_checksums
from bus.embedded.headers import pack, unpack
from bus.embedded.schema import Schema
from bus.partition import partition_of
from bus.port import Delivery, Message

PARTITIONS = 6
"""How many partitions each topic of a new file gets; the file remembers its own number."""

# The log stamps its own time, as a broker does: milliseconds since 1970, UTC.
_STAMP = "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"

# ``seq`` counts through the whole file in the order of commits. A topic is kept as a number: the
# two indexes are what a commit has to write most of.
LOG = Schema(
    name="log",
    steps=(
        (
            "CREATE TABLE topics (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
            f"""CREATE TABLE log (
                seq INTEGER PRIMARY KEY, topic INTEGER NOT NULL REFERENCES topics,
                partition INTEGER NOT NULL, position INTEGER NOT NULL, key BLOB NOT NULL,
                event_id TEXT NOT NULL, headers BLOB NOT NULL, body BLOB,
                recorded_at INTEGER NOT NULL DEFAULT ({_STAMP}),
                UNIQUE (topic, partition, position), UNIQUE (topic, event_id)
            )""",
            "CREATE TABLE log_shape (partitions INTEGER NOT NULL)",
            """CREATE TABLE positions (
                consumer TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL,
                next INTEGER NOT NULL, PRIMARY KEY (consumer, topic, partition)
            ) WITHOUT ROWID""",
        ),
        ("ALTER TABLE log ADD COLUMN checksum INTEGER",),
    ),
)

_APPEND = """
    INSERT INTO log (topic, partition, position, key, event_id, headers, body, checksum)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (topic, event_id) DO NOTHING"""
_READ = """
    SELECT position, key, event_id, headers, body, recorded_at, checksum FROM log
    WHERE topic = (SELECT id FROM topics WHERE name = ?) AND partition = ? AND position >= ?
    ORDER BY position LIMIT ?"""
_PLACE = """
    SELECT partition, position FROM log
    WHERE topic = (SELECT id FROM topics WHERE name = ?) AND event_id = ?"""
_ENDS = """
    SELECT partition, max(position) FROM log
    WHERE topic = (SELECT id FROM topics WHERE name = ?) GROUP BY partition"""
_MESSAGES = """
    SELECT position, key, event_id, headers, body, checksum FROM log
    WHERE topic = (SELECT id FROM topics WHERE name = ?) AND partition = ? AND position >= ?
    ORDER BY position LIMIT ?"""
_LAST = "SELECT max(position) FROM log WHERE topic = ? AND partition = ?"


def append(cursor: sqlite3.Cursor, messages: Sequence[Message]) -> int:
    """
    Append messages inside the transaction of a writer's work; return how many were new.

    A message whose (topic, id) already stands in the log is passed over: the first one stays as
    it was. Positions of a partition have no gaps, and follow the order of ``messages``.
    """
    shelves: dict[tuple[str, int], list[Message]] = {}
    partitions = partitions_in(cursor)
    for message in messages:
        shelf = message.topic, partition_of(message.key, partitions)
        shelves.setdefault(shelf, []).append(message)
    return sum(_append_to(cursor, *shelf, group) for shelf, group in shelves.items())


def read(
    connection: sqlite3.Connection, topic: str, partition: int, *, start: int, limit: int
) -> list[Delivery]:
    """
    Read one partition from position ``start`` on, at most ``limit`` deliveries, in order.

    Raises:
        Damaged: one of them is not what was written.
    """
    rows = with_checksums(connection, _READ, (topic, partition, start, limit))
    found = []
    for position, key, event_id, headers, body, recorded_at, checksum in rows:
        where = f"{topic}, partition {partition}, position {position}"
        hold_against(checksum, key=key, event_id=event_id, headers=headers, body=body, where=where)
        moment = datetime.fromtimestamp(recorded_at / 1000, UTC)
        found.append(Delivery(topic, partition, position, key, unpack(headers), body, moment))
    return found


def messages(
    connection: sqlite3.Connection, topic: str, partition: int, *, start: int, limit: int
) -> list[Message]:
    """
    Read one partition as it was published: in order, with the ids.

    Raises:
        Damaged: one of them is not what was written.
    """
    rows = with_checksums(connection, _MESSAGES, (topic, partition, start, limit))
    found = []
    for position, key, event_id, headers, body, checksum in rows:
        where = f"{topic}, partition {partition}, position {position}"
        hold_against(checksum, key=key, event_id=event_id, headers=headers, body=body, where=where)
        found.append(Message(topic, key, event_id, unpack(headers), body))
    return found


def last_seq(connection: sqlite3.Connection) -> int:
    """Return the number of the last message in the whole file; 0 while it is empty."""
    return int(connection.execute("SELECT max(seq) FROM log").fetchone()[0] or 0)


def ends(connection: sqlite3.Connection, topic: str) -> dict[tuple[str, int], int]:
    """Tell for each partition of a topic the position behind its last message; none when empty."""
    rows = connection.execute(_ENDS, (topic,)).fetchall()
    return {(topic, partition): last + 1 for partition, last in rows}


def place_of(connection: sqlite3.Connection, topic: str, event_id: str) -> tuple[int, int] | None:
    """Find an event by its id: its partition and position; None when it is not there."""
    row = connection.execute(_PLACE, (topic, event_id)).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))


def shape(cursor: sqlite3.Cursor, partitions: int) -> int:
    """Write the number of partitions into a new file; return the number that the file has."""
    cursor.execute(
        "INSERT INTO log_shape SELECT ? WHERE NOT EXISTS (SELECT 1 FROM log_shape)", (partitions,)
    )
    return partitions_in(cursor)


def partitions_in(cursor: sqlite3.Cursor) -> int:
    """Return how many partitions each topic of this file has."""
    (partitions,) = cursor.execute("SELECT partitions FROM log_shape").fetchone()
    return int(partitions)


def partitions_if_made(connection: sqlite3.Connection) -> int | None:
    """Return that number, or None while the file's writer has not made its log yet."""
    made = "SELECT 1 FROM sqlite_master WHERE name = 'log_shape'"
    if connection.execute(made).fetchone() is None:
        return None
    row = connection.execute("SELECT partitions FROM log_shape").fetchone()
    return None if row is None else int(row[0])


def _append_to(
    cursor: sqlite3.Cursor, topic: str, partition: int, messages: Sequence[Message]
) -> int:
    shelf = _number_of(cursor, topic), partition
    (last,) = cursor.execute(_LAST, shelf).fetchone()
    start = 0 if last is None else last + 1
    if len(messages) == 1:
        return _append_singly(cursor, shelf, messages, start=start)
    cursor.execute("SAVEPOINT shelf")
    # All at once is much faster than one by one; only a repeat among them would leave a gap.
    rows = [_row(shelf, position, it) for position, it in enumerate(messages, start)]
    new = cursor.executemany(_APPEND, rows).rowcount
    if new < len(messages):
        cursor.execute("ROLLBACK TO shelf")
        new = _append_singly(cursor, shelf, messages, start=start)
    cursor.execute("RELEASE shelf")
    return new


def _append_singly(
    cursor: sqlite3.Cursor, shelf: tuple[int, int], messages: Sequence[Message], *, start: int
) -> int:
    position = start
    for message in messages:
        position += cursor.execute(_APPEND, _row(shelf, position, message)).rowcount
    return position - start


def _row(shelf: tuple[int, int], position: int, message: Message) -> tuple[object, ...]:
    packed = pack(message.headers)
    checksum = checksum_of(message.key, message.id, packed, message.body)
    return (*shelf, position, message.key, message.id, packed, message.body, checksum)


def _number_of(cursor: sqlite3.Cursor, topic: str) -> int:
    row = cursor.execute("SELECT id FROM topics WHERE name = ?", (topic,)).fetchone()
    if row is not None:
        return int(row[0])
    cursor.execute("INSERT INTO topics (name) VALUES (?)", (topic,))
    assert cursor.lastrowid is not None
    return cursor.lastrowid
