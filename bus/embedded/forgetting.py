"""Emptying messages in the log of a file, and making sure that their bytes are gone from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bus.embedded.connections import open_to_write
from bus.embedded.lock import FileLock
from bus.embedded.trouble import unavailable

_EMPTY = "UPDATE log SET body = NULL WHERE key = ? AND body IS NOT NULL"


def forget(cursor: sqlite3.Cursor, key: bytes) -> int:
    """Empty all messages of a key, inside a writer's work; return how many there were."""
    return cursor.execute(_EMPTY, (key,)).rowcount


def wipe(path: Path) -> None:
    """
    Write a file anew without what was emptied or deleted in it; nobody may have it open.

    What SQLite frees it overwrites, but moved pages and the write-ahead log keep older copies.

    Raises:
        CannotOpen: somebody writes the file.
        Unavailable: the disk is full or failing; what was emptied is, and its bytes may be there.
    """
    lock = FileLock(path)
    try:
        with closing(open_to_write(path)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except sqlite3.Error as error:
        if passing := unavailable(error):
            raise passing from error
        raise
    finally:
        lock.release()
