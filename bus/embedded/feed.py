"""Reads topics out of files, woken by the writers of this process and looking at the others."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from bus.embedded import news
from bus.embedded.connections import Reader
from bus.embedded.log import partitions_if_made, read
from bus.port import Delivery, Positions

_FIRST_PAUSE_S = 0.001
_LONGEST_PAUSE_S = 0.020


@dataclass(slots=True)
class _Shelf:
    """One partition of a topic in a file, and where we stand in it."""

    reader: Reader
    topic: str
    partition: int
    next: int

    def take(self, limit: int, *, into: list[Delivery]) -> bool:
        """Move up to ``limit`` deliveries; tell whether there may be more."""
        if limit <= 0:
            return False
        query = partial(
            read, topic=self.topic, partition=self.partition, start=self.next, limit=limit
        )
        taken = self.reader.run(query)
        if taken:
            into += taken
            self.next = taken[-1].position + 1
        return len(taken) == limit


class EmbeddedFeed:
    """
    Keeps the promises of ``bus.port.Feed`` over (file, topic) pairs.

    A file written in this process wakes the feed after each commit. One written elsewhere is
    looked at after 1 ms and, while nothing comes, ever more seldom, down to every 20 ms. A file
    that does not exist yet is waited for and never made here.
    """

    def __init__(self, sources: Iterable[tuple[Path, str]]) -> None:
        self._sources = tuple(sources)
        self._readers = {path: Reader(path) for path, _ in self._sources}
        self._news = Event()
        for path in self._readers:
            news.listen(path, self._news)
        self._pause_s = _FIRST_PAUSE_S
        self._positions: dict[tuple[str, int], int] = {}
        self._shelves: list[_Shelf] = []
        self._unopened = list(self._sources)

    def start(self, positions: Positions) -> None:
        """Read from these positions on, and from 0 where none is given."""
        self._positions = dict(positions)
        for shelf in self._shelves:
            shelf.next = positions.get((shelf.topic, shelf.partition), 0)

    def poll(self, limit: int, timeout_s: float) -> Sequence[Delivery]:
        """Return up to ``limit`` deliveries, waiting at most ``timeout_s`` for the first."""
        deadline = time.monotonic() + timeout_s
        while True:
            self._news.clear()  # before reading: a commit after this wakes us at once
            deliveries = self._read(limit)
            left_s = deadline - time.monotonic()
            if deliveries or left_s <= 0:
                self._pause_s = _FIRST_PAUSE_S if deliveries else self._pause_s
                return deliveries
            self._rest(left_s)

    def close(self) -> None:
        """Close the connections; a further call does nothing."""
        for path, reader in self._readers.items():
            news.leave(path, self._news)
            reader.close()

    def _read(self, limit: int) -> list[Delivery]:
        self._open_what_is_there()
        # Another partition comes first each time, so that one in trouble does not block the rest.
        shelves = self._shelves = self._shelves[1:] + self._shelves[:1]
        deliveries: list[Delivery] = []
        # A fair share of each first: what was written together lies together. Then what is left.
        for share in (-(-limit // max(1, len(shelves))), limit):
            shelves = [
                it
                for it in shelves
                if it.take(min(share, limit - len(deliveries)), into=deliveries)
            ]
        return deliveries

    def _open_what_is_there(self) -> None:
        for source in tuple(self._unopened):
            path, topic = source
            if partitions := self._partitions_in(path):
                self._unopened.remove(source)
                self._shelves += (
                    _Shelf(self._readers[path], topic, it, self._positions.get((topic, it), 0))
                    for it in range(partitions)
                )

    def _partitions_in(self, path: Path) -> int | None:
        reader = self._readers[path]
        return reader.run(partitions_if_made) if reader.exists() else None

    def _rest(self, left_s: float) -> None:
        if all(news.is_written_here(path) for path in self._readers):
            self._news.wait(left_s)
        elif not self._news.wait(min(left_s, self._pause_s)):
            self._pause_s = min(self._pause_s * 2, _LONGEST_PAUSE_S)
