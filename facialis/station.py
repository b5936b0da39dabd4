"""What one process runs: doors, and loops beside them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from threading import Event, Thread

from flask import Flask

from facialis.loops import Loops

_PATIENCE_S = 5.0


@dataclass(slots=True)
class Station:
    """
    Open, and at rest. Nothing moves before ``start``; ``close`` ends it within seconds.

    Attributes:
        app: every door and page of it.
        loops: what moves beside them.
        opened: closes what it opened, last opened first.
        wake: called when it ends, so that a loop that rests need not be waited for.
    """

    app: Flask
    loops: Loops
    opened: ExitStack = field(repr=False)
    wake: Callable[[], None] = field(default=lambda: None, repr=False)
    _stop: Event = field(default_factory=Event, repr=False)
    _threads: list[Thread] = field(default_factory=list, repr=False)

    def start(self) -> None:
        """Let every loop run, each in a thread of its own."""
        for name, loop in self.loops.by_name.items():
            thread = Thread(target=loop.run, args=(self._stop,), name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def close(self) -> None:
        """Finish what is in hand, then close what was opened; a further call does nothing."""
        self._stop.set()
        self.wake()
        for thread in self._threads:
            thread.join(_PATIENCE_S)
        self.opened.close()
