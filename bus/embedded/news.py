"""Tells the readers of a file, within this process, that its writer has committed."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Event, Lock

_lock = Lock()
_listeners: dict[str, tuple[Event, ...]] = {}
_written_here: set[str] = set()


def place(path: Path) -> str:
    """Name a file so that all ways to write its path are one; it need not exist."""
    return os.path.realpath(path)


def listen(path: Path, event: Event) -> None:
    """Set ``event`` after each commit to that file from now on."""
    with _lock:
        _listeners[place(path)] = (*_listeners.get(place(path), ()), event)


def leave(path: Path, event: Event) -> None:
    """Set it no more."""
    with _lock:
        left = tuple(it for it in _listeners.pop(place(path), ()) if it is not event)
        if left:
            _listeners[place(path)] = left


def announce(where: str) -> None:
    """Say that the file at that ``place`` has something new."""
    for event in _listeners.get(where, ()):
        event.set()


def begin_writing(where: str) -> None:
    """Say that this process writes the file: who listens need not look by itself."""
    with _lock:
        _written_here.add(where)


def end_writing(where: str) -> None:
    """Say that it no longer does."""
    with _lock:
        _written_here.discard(where)


def is_written_here(path: Path) -> bool:
    """Tell whether a writer in this process announces its commits to that file."""
    return place(path) in _written_here
