"""The review store as the rest of the station holds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from threading import Condition, RLock
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from bus.embedded.lock import FileLock
from services.review.store.away import unavailable_when_away
from services.review.store.connect import reading_engine, writing_engine
from services.review.store.people import keep_secret
from services.review.store.upgrade import STEPS, Step, upgrade, version_of

T = TypeVar("T")

_SECRET_BYTES = 32


@dataclass(slots=True)
class Store:
    """
    The review station's memory: one writer, many readers.

    Safe to use from several threads: writers queue, readers never wait for them.
    """

    writer: Engine
    reader: Engine
    lock: FileLock | None
    _turn: RLock = field(default_factory=RLock)
    _changed: Condition = field(default_factory=Condition)
    _changes: int = 0

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """
        Give a transaction that may write: kept when the block ends, undone when it raises.

        On return the disk has it, and whoever follows the store is told.

        Raises:
            Unavailable: busy, full or gone; nothing is known to be done.
        """
        with unavailable_when_away(), self._turn, self.writer.begin() as connection:
            yield connection
        self._tell()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """
        Give a view of one moment of the store; it cannot write.

        Raises:
            Unavailable: busy or gone.
        """
        with unavailable_when_away(), self.reader.connect() as connection:
            yield connection

    def follow(self, look: Callable[[], T | None], *, timeout_s: float) -> T | None:
        """
        Look, and look again after each change of the store, until something is seen.

        Returns None when nothing was seen in time. Sleeps between looks.
        """
        ends = monotonic() + timeout_s
        while True:
            changes = self._changes
            if (seen := look()) is not None:
                return seen
            if not self._changes_after(changes, timeout_s=ends - monotonic()):
                return None

    def close(self) -> None:
        """Let go of the file; a further call does nothing."""
        self.reader.dispose()
        with self._turn:
            self.writer.dispose()
        if self.lock is not None:
            self.lock.release()

    def _changes_after(self, changes: int, *, timeout_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._changes != changes, max(timeout_s, 0))

    def _tell(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()


def open_store(path: Path, *, steps: Sequence[Step] = STEPS) -> Store:
    """
    Open the store in a file, made if need be, upgraded if it is old.

    Before an upgrade a copy is kept beside it, named after the version that it has.

    Raises:
        CannotOpen: another process writes it, or the disk cannot promise what a commit promises.
        StoreIsNewer: a later release wrote it.
    """
    lock = FileLock(path)
    try:
        writer = _upgraded(path, steps=steps)
    except BaseException:
        lock.release()
        raise
    return Store(writer, reading_engine(path), lock)


def open_to_look(path: Path) -> Store:
    """Open a store that this or another process writes, for reading only."""
    reader = reading_engine(path)
    return Store(reader, reader, None)


def back_up(engine: Engine, copy: Path) -> None:
    """Copy a store that may be in use, as it is at one moment, to a file that is not there yet."""
    raw: Any = engine.raw_connection()
    with closing(raw), closing(sqlite3.connect(copy)) as target:
        raw.driver_connection.backup(target)


def _upgraded(path: Path, *, steps: Sequence[Step]) -> Engine:
    writer = writing_engine(path)
    try:
        _back_up_if_old(writer, path, newest=steps[-1].version)
        with writer.begin() as connection:
            upgrade(connection, steps=steps)
            keep_secret(connection, lambda: token_bytes(_SECRET_BYTES))
    except BaseException:
        writer.dispose()
        raise
    return writer


def _back_up_if_old(writer: Engine, path: Path, *, newest: int) -> None:
    with writer.connect() as connection:
        found = version_of(connection)
    if 0 < found < newest:
        copy = path.with_name(f"{path.name}.version-{found}")
        copy.unlink(missing_ok=True)
        back_up(writer, copy)
