"""The checksum of a message in the log: what comes back is what was written, or nothing is."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any
from zlib import crc32

from bus.errors import Damaged


def checksum_of(key: bytes, event_id: str, headers: bytes, body: bytes | None) -> int | None:
    """
    Sum up a message as it is kept; one changed bit always changes the sum.

    None for one without a body: a body may be emptied later, when its patient is forgotten.
    """
    if body is None:
        return None
    total = 0
    for part in (key, event_id.encode(), headers, body):
        total = crc32(part, crc32(len(part).to_bytes(4, "big"), total))
    return total


def hold_against(
    checksum: int | None,
    *,
    key: bytes,
    event_id: str,
    headers: bytes,
    body: bytes | None,
    where: str,
) -> None:
    """
    Hold a message that was read against its checksum.

    One that an older release wrote has none, and is taken as it is; so is one without a body.

    Args:
        where: topic, partition and position, for whoever mends the file.

    Raises:
        Damaged: it is not what was written.
    """
    if checksum is None or body is None:
        return
    if checksum != checksum_of(key, event_id, headers, body):
        raise Damaged(where)


def with_checksums(
    connection: sqlite3.Connection, query: str, values: Sequence[object]
) -> list[tuple[Any, ...]]:
    """Fetch what a query over the log gives, whose last column is the checksum."""
    try:
        return connection.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if "no such column: checksum" not in str(error):
            raise
        # An older release wrote this file, and its writer has not started under this one yet.
        return connection.execute(query.replace(", checksum", ", NULL"), values).fetchall()
