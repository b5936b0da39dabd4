"""Ends the process when a call into the client does not come back."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

EXIT_CODE = 70
"""What a hung process ends with; whoever started it starts it again, and no position is lost."""

_TICK_S = 0.5
_logger = logging.getLogger("bus")


def end_process() -> None:
    """Show where every thread stands, and end without any clean-up, which might hang as well."""
    faulthandler.dump_traceback(sys.__stderr__ or 2, all_threads=True)
    os._exit(EXIT_CODE)


class Watchdog:
    """
    Gives every watched call ``limit_s`` seconds to return, and else calls ``end``.

    kafka-python waits for its own thread without a time limit in some places (ADR 0013). A thread
    cannot be ended from outside; a process can, and everything on the bus may be repeated. Time
    during which this process itself was stopped does not count.
    """

    def __init__(
        self,
        limit_s: float,
        end: Callable[[], None] = end_process,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._ticks, self._end, self._sleep = max(1, round(limit_s / _TICK_S)), end, sleep
        self._limit_s = limit_s
        self._calls: dict[object, tuple[str, int]] = {}
        self._lock = Lock()
        self._thread: Thread | None = None
        self._closed = Event()

    @contextmanager
    def over(self, call: str) -> Iterator[None]:
        """Watch a call, by the name that the log will tell."""
        token = object()
        with self._lock:
            self._calls[token] = (call, 0)
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="kafka-watchdog", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                del self._calls[token]

    def close(self) -> None:
        """Stop watching."""
        self._closed.set()

    def _watch(self) -> None:
        while not self._closed.is_set():
            self._sleep(_TICK_S)
            if late := self._count():
                _logger.critical(
                    "%s did not return within %g s; the process ends, to be started again",
                    late,
                    self._limit_s,
                )
                self._end()
                return

    def _count(self) -> str | None:
        """Add a tick to every call under way; name one that had its time."""
        with self._lock:
            self._calls = {it: (call, n + 1) for it, (call, n) in self._calls.items()}
            return next((call for call, n in self._calls.values() if n > self._ticks), None)
