"""A whole file held against what was written into it: structure, and checksum by checksum."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from bus.embedded.checksum import hold_against
from bus.errors import Damaged

_ALL = """
    SELECT name, partition, position, key, event_id, headers, body, checksum
    FROM log JOIN topics ON topics.id = log.topic WHERE checksum IS NOT NULL"""

_HAS_CHECKSUMS = "SELECT 1 FROM pragma_table_info('log') WHERE name = 'checksum'"


def damage_in(connection: sqlite3.Connection) -> Iterator[str]:
    """
    Walk what is wrong, in words; nothing when all is as it was written.

    Reads everything, beside whoever writes the file. What an older release wrote has no checksums:
    of that only the structure is known to be well. So it is with tables beside the log.
    """
    for (said,) in connection.execute("PRAGMA integrity_check(10)").fetchall():
        if said != "ok":
            yield said
    if connection.execute(_HAS_CHECKSUMS).fetchone() is not None:
        yield from _in_the_log(connection)


def _in_the_log(connection: sqlite3.Connection) -> Iterator[str]:
    for topic, partition, position, key, event_id, headers, body, checksum in connection.execute(
        _ALL
    ):
        where = f"{topic}, partition {partition}, position {position}"
        try:
            hold_against(
                checksum, key=key, event_id=event_id, headers=headers, body=body, where=where
            )
        except Damaged:
            yield f"{where}: other bytes than were written"
