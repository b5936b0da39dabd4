"""The two ways a file is opened: once to write, and any number of times to read."""

from __future__ import annotations

import sqlite3
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bus.embedded.private import make_private
from bus.embedded.trouble import unavailable
from bus.errors import CannotOpen, Unavailable

T = TypeVar("T")

BUSY_S = 5.0
"""How long a statement waits for a lock before the file counts as busy."""

_WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is forgotten is overwritten, not only unlinked
    "PRAGMA cache_size=-32000",  # KiB
    "PRAGMA wal_autocheckpoint=4000",  # pages; readers never checkpoint
    "PRAGMA journal_size_limit=67108864",  # bytes that a burst may leave in the -wal file
)
# On macOS a plain fsync leaves the bytes in the disk's own cache.
_MACOS_PRAGMAS = ("PRAGMA fullfsync=1", "PRAGMA checkpoint_fullfsync=1")


def open_to_write(path: Path) -> sqlite3.Connection:
    """
    Open the file, made if need be, as its one writer: WAL, and every commit on the disk.

    Raises:
        CannotOpen: this disk or this SQLite does not give that, or the file is damaged.
    """
    try:
        make_private(path)
        connection = sqlite3.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise CannotOpen(path, f"{error}; does the folder exist, and may we write there?") from None
    try:
        for pragma in (*_WRITER_PRAGMAS, *(_MACOS_PRAGMAS if sys.platform == "darwin" else ())):
            connection.execute(pragma).fetchall()
        _verify(connection, path)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise CannotOpen(path, f"{error}; mend it, or restore a backup") from error
        raise
    return connection


def _verify(connection: sqlite3.Connection, path: Path) -> None:
    for pragma, wanted in (("journal_mode", "wal"), ("synchronous", 2)):
        (got,) = connection.execute(f"PRAGMA {pragma}").fetchone()
        if got != wanted:
            raise CannotOpen(
                path,
                f"{pragma} is {got!r} and must be {wanted!r}, or an acknowledged event could be "
                "lost; keep the data folder on a local disk",
            )


class Reader:
    """
    Reads a file that this or another process writes; never writes, checkpoints or creates it.

    Safe from any thread: each query has a connection of its own while it runs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()

    def run(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """
        Return what ``query`` makes of a read-only connection.

        The query fetches what it wants before it returns: an open cursor would hold up
        the writer's checkpoints. After an error the connection is thrown away.

        Raises:
            Unavailable: the file is not there yet, busy, or the disk fails.
        """
        connection = self._take()
        try:
            answer = query(connection)
        except BaseException as error:
            connection.close()
            if passing := unavailable(error):
                raise passing from error
            raise
        self._idle.append(connection)
        return answer

    def exists(self) -> bool:
        """Tell whether the file is there; it is not opened for that."""
        return self._path.exists()

    def close(self) -> None:
        """Close the connections; a later query opens a new one."""
        while self._idle:
            self._idle.pop().close()

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._open()

    def _open(self) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        try:
            return sqlite3.connect(
                address, uri=True, timeout=BUSY_S, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise unavailable(error) or Unavailable("file cannot be opened") from error
