"""Connections to a SQLite file: one that writes, durably; others that can only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, QueuePool, StaticPool, create_engine, event

from bus.embedded.connections import BUSY_S, open_to_write

_READERS = 8
_WRITER_CACHE_KIB = 65536
_READER_CACHE_KIB = 16384


def writing_engine(path: Path) -> Engine:
    """
    Open the file for writing, made if need be, through one connection only.

    Every transaction takes the write lock when it begins. A commit returns when the disk has it.

    Raises:
        CannotOpen: this disk or this SQLite does not give that, or the file is damaged.
    """
    connection = open_to_write(path)
    connection.execute(f"PRAGMA cache_size=-{_WRITER_CACHE_KIB}")
    return _engine(lambda: connection, begin="BEGIN IMMEDIATE", poolclass=StaticPool)


def reading_engine(path: Path) -> Engine:
    """Open the file for reading: connections that cannot write, and each sees one moment of it."""
    return _engine(
        lambda: _open_to_read(path),
        begin="BEGIN",
        poolclass=QueuePool,
        pool_size=_READERS,
        max_overflow=_READERS,
    )


def shadow_engine(path: Path, *, beside: Path) -> Engine:
    """
    Open a file that may be lost, in whose transactions another can be read.

    A table that this file does not have is looked for in the other.
    """
    connection = _connect(path, mode="rwc")
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute(f"PRAGMA cache_size=-{_WRITER_CACHE_KIB}")
    connection.execute("ATTACH ? AS beside", (f"{beside.absolute().as_uri()}?mode=ro",))
    return _engine(lambda: connection, begin="BEGIN", poolclass=StaticPool)


def _engine(creator: Callable[[], sqlite3.Connection], *, begin: str, **pooling: Any) -> Engine:
    engine = create_engine("sqlite+pysqlite://", creator=creator, hide_parameters=True, **pooling)
    # The driver would begin late and deferred, and a read that turns into a write could then fail.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _open_to_read(path: Path) -> sqlite3.Connection:
    connection = _connect(path, mode="ro")
    connection.execute("PRAGMA query_only=1")
    connection.execute(f"PRAGMA cache_size=-{_READER_CACHE_KIB}")
    return connection


def _connect(path: Path, *, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        check_same_thread=False,
    )
