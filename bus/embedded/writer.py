"""The one connection that writes a file: many callers share one transaction and one fsync."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread, current_thread
from types import TracebackType
from typing import Any, Self, TypeVar

from bus import failpoints
from bus.embedded import news, schema
from bus.embedded.connections import open_to_write
from bus.embedded.lock import FileLock
from bus.embedded.log import LOG, PARTITIONS, shape
from bus.embedded.schema import Schema
from bus.embedded.trouble import unavailable
from bus.errors import CannotOpen, Unavailable

T = TypeVar("T")
Work = Callable[[sqlite3.Cursor], T]

_BEFORE_COMMIT = failpoints.declare("writer.before_commit")
_AFTER_COMMIT = failpoints.declare("writer.after_commit")
_MOST_AT_ONCE = 500


@dataclass(slots=True)
class _Job:
    """A caller's work, what it gave or how it failed, and the future its caller waits on."""

    work: Work[Any]
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Writer:
    """
    Writes one SQLite file, alone: nobody else in this or another process can.

    Opens the file (made if need be), checks that a commit means the disk, upgrades older tables
    after a backup, and starts the thread that writes. ``also`` names a station's own tables,
    kept beside the log. ``partitions`` counts for a new file only; the file remembers its own.
    ``commits`` counts the transactions since then: with many callers fewer than their works.

    Raises:
        CannotOpen: held by another writer, newer, damaged, or not on a disk that can be trusted.
    """

    def __init__(
        self, path: Path, *, also: Sequence[Schema] = (), partitions: int = PARTITIONS
    ) -> None:
        self.path = path
        self.commits = 0
        self._lock = FileLock(path)
        try:
            self._connection = open_to_write(path)
            try:
                self.partitions = self._prepare((LOG, *also), partitions)
            except BaseException:
                self._connection.close()
                raise
        except BaseException:
            self._lock.release()
            raise
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing, self._closed = Lock(), False
        self._place = news.place(path)
        news.begin_writing(self._place)
        self._thread = Thread(target=self._write, name=f"writer of {path.name}", daemon=True)
        self._thread.start()

    def run(self, work: Callable[[sqlite3.Cursor], T]) -> T:
        """
        Do ``work`` in a transaction and return its answer once it is on the disk.

        Blocks until then; call it from any thread. Other callers' works may share the transaction
        and are seen by this one; a work that raises is undone alone, and its error comes back
        here. A work neither commits nor rolls back, and calls no ``run``.

        Raises:
            Unavailable: disk full or failing, file busy, writer closed. The work was not done,
                or is not known to be done; do the same again later.
        """
        if current_thread() is self._thread:
            raise RuntimeError("a work must not call run: it would wait for itself")
        job = _Job(work)
        with self._closing:
            if self._closed:
                raise Unavailable(f"{self.path.name} is closed")
            self._queue.put(job)
        answer: T = job.future.result()
        return answer

    def close(self) -> None:
        """Finish what was asked for, close the file and let it go; a further call does nothing."""
        with self._closing:
            if self._closed:
                return
            self._closed = True
            self._queue.put(None)
        self._thread.join()
        news.end_writing(self._place)
        self._connection.close()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _prepare(self, schemas: Sequence[Schema], partitions: int) -> int:
        try:
            schema.bring_up_to_date(self._connection, self.path, schemas)
            return shape(self._connection.cursor(), partitions)
        except sqlite3.Error as error:
            raise CannotOpen(self.path, f"{error}; mend it, or restore a backup") from error

    def _write(self) -> None:
        going_on = True
        while going_on:
            jobs, going_on = self._next_jobs()
            if jobs:
                self._do_together(jobs)

    def _next_jobs(self) -> tuple[list[_Job], bool]:
        """Wait for a job, and take with it all that came while the last commit was under way."""
        jobs: list[_Job] = []
        job = self._queue.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == _MOST_AT_ONCE:
                return jobs, True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False

    def _do_together(self, jobs: Sequence[_Job]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._do_one(job)
            _BEFORE_COMMIT.reach()
            self._connection.execute("COMMIT")
            self.commits += 1
            _AFTER_COMMIT.reach()
        except BaseException as error:
            self._undo(jobs, error)
        # Only now: an answer, even a refusal, may rest on what another work of the batch wrote.
        for job in jobs:
            job.settle()
        news.announce(self._place)

    def _do_one(self, job: _Job) -> None:
        cursor = self._connection.cursor()
        cursor.execute("SAVEPOINT work")
        try:
            job.result = job.work(cursor)
        except BaseException as error:
            job.error = unavailable(error) or error
            # SQLite itself may have ended the transaction: then there is nothing left to go on in.
            if not self._connection.in_transaction:
                raise
            cursor.execute("ROLLBACK TO work")
        cursor.execute("RELEASE work")
        # A work that hands out its cursor would have rows read outside its transaction.
        cursor.close()

    def _undo(self, jobs: Sequence[_Job], error: BaseException) -> None:
        with suppress(sqlite3.Error):  # whatever it says, the callers must get their answer
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        for job in jobs:
            job.error = unavailable(error) or error
