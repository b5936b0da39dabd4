"""The review store as the rest of the station holds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from threading import Condition, RLock
from time import monotonic
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from bus.embedded.lock import FileLock
from bus.postgres import OnlyOne, open_engine, take_turns
from services.review.store.away import unavailable_when_away
from services.review.store.connect import reading_engine, writing_engine
from services.review.store.people import keep_secret
from services.review.store.upgrade import STEPS, newest, upgrade, version_of

T = TypeVar("T")

_SECRET_BYTES = 32
_LOOK_EVERY_S = 0.05
_WRITERS, _READERS = 8, 16


@dataclass(slots=True)
class Store:
    """
    The review station's memory.

    Safe to use from several threads; readers never wait for writers. In a file, writers queue; in
    PostgreSQL, in this process and in others, those about one patient take turns.

    Attributes:
        others_write: whether another process may write, so that who follows has to look by itself.
        shipping: what the process that ships the outbox holds; None where no other can.
        turn: held by the thread that writes a file.
        opened: let go of when the store is closed.
    """

    writer: Engine
    reader: Engine
    others_write: bool = False
    shipping: OnlyOne | None = None
    opened: ExitStack = field(default_factory=ExitStack)
    turn: RLock | nullcontext[None] = field(default_factory=RLock)
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
        with unavailable_when_away(), self.turn, self.writer.begin() as connection:
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
        """Let go of the file or the server; a further call does nothing."""
        self.reader.dispose()
        with self.turn:
            self.opened.close()
            self.writer.dispose()

    def _changes_after(self, changes: int, *, timeout_s: float) -> bool:
        """Sleep until there may be news; False when there is no time left."""
        patience = min(timeout_s, _LOOK_EVERY_S) if self.others_write else timeout_s
        with self._changed:
            told = self._changed.wait_for(lambda: self._changes != changes, max(patience, 0))
        return told or timeout_s > patience

    def _tell(self) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()


def open_store(path: Path, *, steps: Path = STEPS) -> Store:
    """
    Open the store in a file, made if need be, upgraded if it is old.

    Before an upgrade a copy is kept beside it, named after the version that it has.

    Raises:
        CannotOpen: another process writes it, or the disk cannot promise what a commit promises.
        StoreIsNewer: a later release wrote it.
    """
    with ExitStack() as opened:
        opened.callback(FileLock(path).release)
        writer = writing_engine(path)
        opened.callback(writer.dispose)
        _back_up_if_old(writer, path, newest=newest(steps))
        _bring_up_to_date(writer, steps=steps)
        return Store(writer, reading_engine(path), opened=opened.pop_all())


def open_to_look(path: Path) -> Store:
    """Open a store that this or another process writes, for reading only."""
    reader = reading_engine(path)
    return Store(reader, reader, others_write=True)


def open_postgres(url: str, password: str | None = None, *, steps: Path = STEPS) -> Store:
    """
    Open the store in a database of PostgreSQL, its tables made or upgraded if need be.

    Several processes may have it open, and may open it at once. Who operates the database keeps
    copies of it: none is made before an upgrade.

    Args:
        url: postgresql://user@host/name, with whatever else libpq takes, as in ?sslmode=require.
        password: of that user; None where the server asks for none.

    Raises:
        Unavailable: the server does not answer, or refuses us.
        StoreIsNewer: a later release wrote it.
    """
    writer = open_engine(url, password, connections=_WRITERS)
    try:
        with unavailable_when_away():
            _bring_up_to_date(writer, steps=steps)
    except BaseException:
        writer.dispose()
        raise
    store = _shared(writer, _reader_of(url, password))
    store.shipping = OnlyOne(writer, "shipping the review store's outbox")
    store.opened.callback(store.shipping.close)
    return store


def look_at_postgres(url: str, password: str | None = None) -> Store:
    """Open a store in PostgreSQL that another process writes, for reading only."""
    reader = _reader_of(url, password)
    return _shared(reader, reader)


def back_up(engine: Engine, copy: Path) -> None:
    """Copy a store that may be in use, as it is at one moment, to a file that is not there yet."""
    raw: Any = engine.raw_connection()
    with closing(raw), closing(sqlite3.connect(copy)) as target:
        raw.driver_connection.backup(target)


def _shared(writer: Engine, reader: Engine) -> Store:
    return Store(writer, reader, others_write=True, turn=nullcontext())


def _reader_of(url: str, password: str | None) -> Engine:
    return open_engine(url, password, reads_only=True, connections=_READERS)


def _bring_up_to_date(writer: Engine, *, steps: Path) -> None:
    with writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            take_turns(connection, ["the review store's tables"])
        upgrade(connection, steps=steps)
        keep_secret(connection, lambda: token_bytes(_SECRET_BYTES))


def _back_up_if_old(writer: Engine, path: Path, *, newest: int) -> None:
    with writer.connect() as connection:
        found = version_of(connection)
    if 0 < found < newest:
        copy = path.with_name(f"{path.name}.version-{found}")
        copy.unlink(missing_ok=True)
        back_up(writer, copy)
