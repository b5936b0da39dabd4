"""Takes out of a log what was shipped and has been kept long enough."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bus.embedded.writer import Writer

AT_ONCE = 500
"""Rows of one transaction: few enough that who writes beside it hardly waits."""

# The last message of a partition stays whatever its age: the next position, and the next ``seq``,
# are counted from it, and a number that came twice would hide a message from whoever reads.
_PRUNE = """
    DELETE FROM log WHERE seq IN (
        SELECT seq FROM log AS old WHERE seq <= ? AND seq < ?
        AND position < (SELECT max(position) FROM log AS newer
                        WHERE newer.topic = old.topic AND newer.partition = old.partition)
        AND seq < (SELECT max(seq) FROM log)
        ORDER BY seq LIMIT ?)"""
_FIRST_KEPT = "SELECT seq FROM log WHERE recorded_at >= ? ORDER BY seq LIMIT 1"


def prune(writer: Writer, *, shipped_up_to: int, before: datetime) -> int:
    """
    Delete the oldest shipped messages recorded before a moment (aware), some hundred at a time.

    Args:
        shipped_up_to: the last ``seq`` that is durable elsewhere; nothing behind it is deleted.

    Returns:
        How many were deleted; call again until it is 0.

    Raises:
        Unavailable: not done, or not known to be done; call again later.
    """
    moment = int(before.timestamp() * 1000)
    return writer.run(lambda cursor: _prune(cursor, shipped_up_to, moment))


def _prune(cursor: sqlite3.Cursor, shipped_up_to: int, before_ms: int) -> int:
    young = cursor.execute(_FIRST_KEPT, (before_ms,)).fetchone()
    end = young[0] if young else shipped_up_to + 1
    return cursor.execute(_PRUNE, (shipped_up_to, end, AT_ONCE)).rowcount
