"""Sharing: the work of a proof dealt out to several processes, what it finds told in order."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

Found = TypeVar("Found")

Task = Callable[[], Iterable[Found]]


class NoVerdict(RuntimeError):
    """A process ended before it had done its task; what it printed says why."""


def shared(tasks: Iterable[Task[Found]], processes: int) -> Iterator[Found]:
    """
    Do the tasks and give what they find in the tasks' order.

    Each task has a process of its own that starts as a copy of this one (a fork), tables and terms
    already made. So no verdict and no counter-example rests on what was asked before it. Where a
    process cannot be copied, or for one at a time, all is done here.

    Raises:
        NoVerdict: a process did not end as it should.
    """
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for task in tasks:
            yield from task()
        return
    copies = _Copies(list(tasks), processes)
    try:
        yield from copies.found()
    finally:
        copies.stop()


@dataclass(slots=True)
class _Copies(Generic[Found]):
    """
    Tasks under way.

    Attributes:
        started: how many tasks were begun.
        under_way: where what each one finds will come from, its place and its process.
        done: place of a task → what it found, until it is told.
    """

    tasks: Sequence[Task[Found]]
    processes: int
    started: int = 0
    under_way: dict[Connection, tuple[int, Any]] = field(default_factory=dict)
    done: dict[int, list[Found]] = field(default_factory=dict)

    def found(self) -> Iterator[Found]:
        for place in range(len(self.tasks)):
            while place not in self.done:
                self._start()
                self._receive()
            yield from self.done.pop(place)

    def _start(self) -> None:
        while self.started < len(self.tasks) and len(self.under_way) < self.processes:
            ours, theirs = multiprocessing.Pipe(duplex=False)
            arguments = (self.tasks[self.started], theirs)
            copy = multiprocessing.get_context("fork").Process(target=_do, args=arguments)
            copy.start()
            theirs.close()
            self.under_way[ours] = self.started, copy
            self.started += 1

    def _receive(self) -> None:
        for ours in wait(list(self.under_way)):
            assert isinstance(ours, Connection)
            place, copy = self.under_way[ours]
            try:
                self.done[place] = ours.recv()
            except EOFError:
                raise NoVerdict(f"part {place + 1} of the proof ended without a verdict") from None
            del self.under_way[ours]
            ours.close()
            copy.join()

    def stop(self) -> None:
        """End what is still under way: nobody waits for it any more."""
        for ours, (_, copy) in self.under_way.items():
            copy.terminate()
            copy.join()
            ours.close()


def _do(task: Task[Found], told: Connection) -> None:
    told.send(list(task()))
    told.close()
