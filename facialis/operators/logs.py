"""The topics of a line as an operator reads them, whether the line runs or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from bus.embedded import EmbeddedFeed, Reader, ends, place_of, positions_of
from bus.port import Delivery, Positions
from facialis.files import INTAKE, RECOMMENDER, REVIEW, REVIEWS
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
    PLANS_REVIEWED,
    PLANS_SET_ASIDE,
)
from services.review.records import Key
from services.review.store.assessments import read_assessment
from services.review.store.positions import read_positions
from services.review.store.store import Store, open_to_look

T = TypeVar("T")

FILE_OF: Mapping[str, str] = MappingProxyType(
    {
        ASSESSMENTS_RECEIVED.name: INTAKE,
        ASSESSMENTS_WITHDRAWN.name: INTAKE,
        ASSESSMENTS_SET_ASIDE.name: RECOMMENDER,
        PLANS_PROPOSED.name: RECOMMENDER,
        PLANS_SET_ASIDE.name: REVIEWS,
        PLANS_REVIEWED.name: REVIEWS,
    }
)
"""In which file of an embedded line each topic lies."""

_AT_ONCE = 500


class Logs(Protocol):
    """A line's topics, to be read only."""

    def scan(self, topic: str, since: Positions | None = None) -> Iterator[Delivery]:
        """Give what lies on a topic now, from these positions on; 0 where none is given."""
        ...

    def ends(self, topic: str) -> Positions:
        """Tell for each partition of a topic the position behind what lies there now."""
        ...

    def place_of(self, topic: str, event_id: str) -> tuple[int, int] | None:
        """Tell partition and position of an event; None when it is not there or cannot be told."""
        ...

    def stands(self, station: str) -> Positions:
        """Tell how far a station has come."""
        ...

    def state_of(self, key: Key) -> str | None:
        """Tell what became of an assessment; None when the review station has not heard of it."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class EmbeddedLogs:
    """
    Keeps the promises of ``Logs`` over the files of a folder; opens them for reading only.

    What is not there yet holds nothing.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._readers: dict[str, Reader] = {}
        self._store = LookedAt(lambda: open_to_look(data / REVIEW))

    def scan(self, topic: str, since: Positions | None = None) -> Iterator[Delivery]:
        """Give what lies on a topic now, each partition in order."""
        with closing(EmbeddedFeed([(self._data / FILE_OF[topic], topic)])) as feed:
            feed.start(since or {})
            while batch := feed.poll(_AT_ONCE, 0):
                yield from batch

    def ends(self, topic: str) -> Positions:
        """Tell where each partition ends."""
        return self._read(FILE_OF[topic], lambda it: ends(it, topic)) or {}

    def place_of(self, topic: str, event_id: str) -> tuple[int, int] | None:
        """Find an event by its id."""
        return self._read(FILE_OF[topic], lambda it: place_of(it, topic, event_id))

    def stands(self, station: str) -> Positions:
        """Tell how far a station has come."""
        if station == "review":
            return self._store.stands() if (self._data / REVIEW).exists() else {}
        return self._read(RECOMMENDER, lambda it: _positions(it, station)) or {}

    def state_of(self, key: Key) -> str | None:
        """Tell what the review store knows of an assessment."""
        return self._store.state_of(key) if (self._data / REVIEW).exists() else None

    def close(self) -> None:
        """Close what was opened; a further call does nothing."""
        for reader in self._readers.values():
            reader.close()
        self._store.close()

    def _read(self, name: str, query: Callable[[sqlite3.Connection], T]) -> T | None:
        if not (self._data / name).exists():
            return None
        if name not in self._readers:
            self._readers[name] = Reader(self._data / name)
        return self._readers[name].run(query)


class LookedAt:
    """The review store as an operator looks at it: opened when it is first asked."""

    def __init__(self, opening: Callable[[], Store]) -> None:
        self._opening = opening
        self._store: Store | None = None

    def stands(self) -> Positions:
        """Tell how far the review station has come."""
        with self._opened().reading() as connection:
            return read_positions(connection, "review")

    def state_of(self, key: Key) -> str | None:
        """Tell what became of an assessment; None when nothing was heard of it."""
        with self._opened().reading() as connection:
            found = read_assessment(connection, key)
        return None if found is None else found.state

    def close(self) -> None:
        """Let go of it."""
        if self._store is not None:
            self._store.close()

    def _opened(self) -> Store:
        if self._store is None:
            self._store = self._opening()
        return self._store


def _positions(connection: sqlite3.Connection, station: str) -> Positions:
    with closing(connection.cursor()) as cursor:
        return positions_of(cursor, station)
