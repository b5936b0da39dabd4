"""Whether a process can do its work: what it must be able to write, what may wait, what runs."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Lock
from typing import Protocol

from sqlalchemy import update

from bus.embedded import Writer
from bus.running import Health, describe
from services.review.store.store import Store
from services.review.store.tables import secrets

STUCK_S = 60.0
"""After this long in one step a call is taken not to return. No wait and no step is as long."""

LEAST_FREE_BYTES = 64 * 1024 * 1024
"""With less than this on its disk a process is not ready: SQLite's own log may need as much."""

MOST_WAITING = 100_000
"""So many unplanned assessments take a line in one process some minutes."""

_LOOK_EVERY_S = 1.0
_PATIENCE_S = 2.0

Check = Callable[[], str | None]
"""Tells what is wrong, in a sentence without a patient's values; None when nothing is."""


class Loop(Protocol):
    """Something that runs and tells how it is."""

    def health(self) -> Health:
        """Tell how it is now."""
        ...


class Loops(Protocol):
    """The loops of a process."""

    @property
    def by_name(self) -> Mapping[str, Loop]:
        """Each by its name."""
        ...

    def not_running(self) -> Mapping[str, str]:
        """Name those that do not run, each with why."""
        ...


class Readiness:
    """
    Looks at everything that the work needs, once a second at most.

    Safe to use from several threads: it is asked by machines without a key.
    """

    def __init__(
        self,
        loops: Loops,
        checks: Mapping[str, Check],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._loops, self._checks, self._clock = loops, dict(checks), clock
        self._found: dict[str, str] = {}
        self._looked_at = float("-inf")
        self._lock = Lock()

    def __call__(self) -> Mapping[str, str]:
        """Name what is not ready, each with why."""
        # A disk that hangs keeps one of us waiting, not one more for each time that we are asked.
        if not self._lock.acquire(timeout=_PATIENCE_S):
            return {**self._loops.not_running(), "checks": "the last look has not come back"}
        try:
            if self._clock() - self._looked_at >= _LOOK_EVERY_S:
                self._found = self._look()
                self._looked_at = self._clock()
            return {**self._loops.not_running(), **self._found}
        finally:
            self._lock.release()

    def _look(self) -> dict[str, str]:
        looked = ((name, _looked(check)) for name, check in self._checks.items())
        return {name: wrong for name, wrong in looked if wrong is not None}


def stuck(loops: Loops, *, after_s: float = STUCK_S) -> dict[str, str]:
    """
    Name the loops of which a call does not return.

    One that waits for something, or that stopped by itself, is not among them: ending the process
    would not mend it.
    """
    told = (loop.health() for loop in loops.by_name.values())
    return {
        it.name: f"in the same step for {it.step_s:.0f} s"
        for it in told
        if it.step_s is not None and it.step_s > after_s
    }


def writable(writer: Writer) -> Check:
    """Check that a file of the bus takes a write, to the disk."""

    def check() -> None:
        writer.run(_write_something)

    return check


def store_writable(store: Store) -> Check:
    """Check that the review store takes a write, durably."""

    def check() -> None:
        with store.writing() as connection:
            connection.execute(update(secrets).values(purpose=secrets.c.purpose))

    return check


def disk(folder: Path, *, least_bytes: int = LEAST_FREE_BYTES) -> Check:
    """Check that the disk of a folder has room."""

    def check() -> str | None:
        free = shutil.disk_usage(folder).free
        return None if free >= least_bytes else f"{free // 2**20} MiB are free on the disk"

    return check


def backlog(events: Callable[[], int], *, most: int) -> Check:
    """Check that fewer messages wait than may."""

    def check() -> str | None:
        waiting = events()
        return None if waiting < most else f"{waiting} messages wait, and {most} may"

    return check


def _write_something(cursor: sqlite3.Cursor) -> None:
    # SQLite leaves out a write that changes nothing. This number is the file's own, and nobody's.
    (number,) = cursor.execute("PRAGMA user_version").fetchone()
    cursor.execute(f"PRAGMA user_version = {(number + 1) % 2**31}")


def _looked(check: Check) -> str | None:
    try:
        return check()
    except Exception as error:
        return describe(error)
