"""One process for one file: a lock beside it that the kernel drops when its holder dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bus.errors import CannotOpen


class FileLock:
    """
    Holds ``<file>.lock`` for this process from construction to ``release``.

    The lock is flock's on a file of its own, never on the database: opening that by other means
    than SQLite and closing it again would drop SQLite's locks.

    Raises:
        CannotOpen: another writer has the file; names the process.
    """

    def __init__(self, path: Path) -> None:
        beside = path.with_name(path.name + ".lock")
        try:
            self._handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CannotOpen(path, f"{beside.name} cannot be made: {error.strerror}") from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._handle, 20, 0).decode("ascii", "replace") or "unknown"
            os.close(self._handle)
            raise CannotOpen(
                path, f"held by process {holder}; stop that one, or use another data folder"
            ) from None
        self._sign()

    def release(self) -> None:
        """Let the file go; a further call does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def _sign(self) -> None:
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, str(os.getpid()).encode(), 0)
