"""
Named points at which a test can make the process die or an error appear.

A module declares its points once (``_BEFORE = failpoints.declare("before_commit")``) and calls
``_BEFORE.reach()`` there; a point that is not armed costs one attribute look-up. Nothing reads the
environment here: the front door hands FACIALIS_FAILPOINT to ``activate``.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

EXIT_CODE = 70
"""What the process exits with at a point armed with ``exit``."""


class Tripped(Exception):
    """A failpoint armed with ``raise`` was reached; stands for a crash at that point."""


class Failpoint:
    """One named point."""

    __slots__ = ("_action", "_left", "_lock", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self._action: Callable[[], None] | None = None
        self._left = 0
        self._lock = Lock()

    def reach(self) -> None:
        """Do what this point was armed with, if anything."""
        if self._action is not None:
            self._trip()

    def arm(self, action: Callable[[], None], *, nth: int = 1) -> None:
        """Run ``action`` from the ``nth`` time (1 is the first) the point is reached, each time."""
        with self._lock:
            self._action, self._left = action, nth

    def disarm(self) -> None:
        """Let the point be passed again."""
        self._action = None

    def _trip(self) -> None:
        with self._lock:
            self._left -= 1
            action = self._action if self._left <= 0 else None
        if action is not None:
            action()


_declared: dict[str, Failpoint] = {}


def declare(name: str) -> Failpoint:
    """Give the point of that name, made at the first call."""
    return _declared.setdefault(name, Failpoint(name))


def names() -> tuple[str, ...]:
    """Name all points of the modules imported so far."""
    return tuple(sorted(_declared))


def activate(text: str) -> None:
    """
    Arm one point as ``name:exit``, ``name:raise`` or ``name:kill``.

    With ``:3`` behind, for the third time it is reached.

    Raises:
        ValueError: no such point, action or count; names those there are.
    """
    name, _, rest = text.partition(":")
    action, _, nth = rest.partition(":")
    if name not in _declared or action not in _ACTIONS or not (nth or "1").isdecimal():
        raise ValueError(
            f"failpoint {text!r}: write name:exit or name:raise or name:kill, with :n for the nth "
            f"time; names are {', '.join(names())}"
        )
    _declared[name].arm(_ACTIONS[action], nth=int(nth or "1"))


@contextmanager
def armed(name: str, action: Callable[[], None] | None = None, *, nth: int = 1) -> Iterator[None]:
    """
    Arm a declared point for the length of a ``with`` block; without ``action`` it raises Tripped.

    Raises:
        KeyError: no module declared that point.
    """
    point = _declared[name]
    point.arm(action or _raise, nth=nth)
    try:
        yield
    finally:
        point.disarm()


def _raise() -> None:
    raise Tripped("failpoint")


def _exit() -> None:
    # No clean-up, no flush: as close to kill -9 as a process can do to itself.
    os._exit(EXIT_CODE)


def _kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


_ACTIONS = {"exit": _exit, "raise": _raise, "kill": _kill}
