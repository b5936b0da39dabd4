"""The line in one process, and what can be done to it."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.crash.books import Books
from benchmarks.crash.disk import disk_at
from benchmarks.crash.doors import KEY, Doors
from benchmarks.crash.found import Event, events
from benchmarks.crash.full_disk import starve
from benchmarks.crash.power import Power
from benchmarks.crash.process import Process
from benchmarks.crash.schedule import Step
from benchmarks.crash.wal import tear_tail
from bus.embedded import EmbeddedFeed, EmbeddedPublisher, Reader, Writer
from bus.embedded.log import partitions_if_made, read
from bus.port import Delivery, Message
from facialis.files import INTAKE, RECOMMENDER, REVIEWS
from ops.line.ports import reserved_port
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
    PLANS_REVIEWED,
    PLANS_SET_ASIDE,
)

_LOGS = {
    ASSESSMENTS_RECEIVED.name: INTAKE,
    ASSESSMENTS_WITHDRAWN.name: INTAKE,
    ASSESSMENTS_SET_ASIDE.name: RECOMMENDER,
    PLANS_PROPOSED.name: RECOMMENDER,
    PLANS_REVIEWED.name: REVIEWS,
    PLANS_SET_ASIDE.name: REVIEWS,
}
_TRIPS_S = 8.0
_ALL = 1_000_000


class EmbeddedLine:
    """
    ``facialis run`` at one address, again and again.

    ``guard`` names one that is taken out of it (``without.py``). With ``power`` each kill is a
    power cut: what was not synced is lost. ``small_disk`` puts its files on a file system of
    their own, where one may be mounted.
    """

    name = "embedded"
    exact = True

    def __init__(
        self,
        folder: Path,
        opened: ExitStack,
        *,
        seed: int = 0,
        guard: str | None = None,
        power: bool = False,
        small_disk: bool = False,
    ) -> None:
        port = opened.enter_context(reserved_port())
        self.doors = Doors(lambda path: port)
        self.kills: Counter[str] = Counter()
        self.blows: Counter[str] = Counter()
        self._chance = Random(f"line {seed}")
        self._data = folder / "line"
        self._power = Power(self._data, folder / "images") if power else None
        syncs_seen = self._power.environ() if self._power else {}
        self.process = Process(
            "line",
            _command(self._data, port, guard),
            self._is_ready,
            {"FACIALIS_KEY": KEY, **syncs_seen},
        )
        self._disk = opened.enter_context(
            disk_at(self._data, lambda: self.process.pid, small=small_disk)
        )
        opened.callback(self.process.kill)

    @property
    def said(self) -> Sequence[str]:
        """The last that it said."""
        return list(self.process.said)

    @property
    def started_s(self) -> Sequence[float]:
        """How long each start took, from the command until all loops ran."""
        return self.process.started_s

    def start(self) -> None:
        """Start it; returns when it is ready."""
        self.process.start()

    def rest(self) -> None:
        """Wait until it is at work."""
        self.process.wait_until_ready()

    def stop(self) -> None:
        """End it as an operator would."""
        self.process.stop()

    def do(self, step: Step, books: Books) -> None:
        """
        Let a blow fall, and have the line up again afterwards.

        Raises:
            Broken: it does not come up again.
        """
        BLOWS[step.what](self, step, books)

    def put(self, messages: Sequence[Message]) -> None:
        """Put messages straight onto their topics, past every door, while the line is stopped."""
        self.stop()
        for message in messages:
            with Writer(self._data / _LOGS[message.topic]) as writer:
                EmbeddedPublisher(writer).publish([message])
        self.start()

    def first(self, topic: str) -> Delivery:
        """Give the first message of a topic that has some."""
        with closing(EmbeddedFeed([(self._data / _LOGS[topic], topic)])) as feed:
            return feed.poll(1, 5.0)[0]

    @property
    def place(self) -> tuple[Path, Mapping[str, str]]:
        """Where operators' commands find it: its data folder, and its variables."""
        return self._data, self.process.environ

    def logs(self) -> Mapping[str, Sequence[Event]]:
        """Read every topic out of the files; the line must be stopped."""
        return {topic: self._read(topic, self._data / file) for topic, file in _LOGS.items()}

    def kill(self, how: str) -> None:
        """Kill it, dead or alive, and count it; with ``power``, what was not synced is gone."""
        self.process.kill()
        self._count(how)

    def _count(self, how: str) -> None:
        if self._power:
            self._power.cut(self._chance)
        self.kills[f"line: power cut, {how}" if self._power else f"line: {how}"] += 1

    def _kill(self, step: Step, books: Books) -> None:
        self.kill("at a random moment")
        self.start()

    def _kill_at_start(self, step: Step, books: Books) -> None:
        self.kill("at a random moment")
        self.process.spawn()
        time.sleep(step.for_s)
        self.kill("while it starts")
        self.start()

    def _kill_at_point(self, step: Step, books: Books) -> None:
        self.kill("at a random moment")
        self.process.spawn(FACIALIS_FAILPOINT=step.where)
        if self.process.is_killed(_TRIPS_S):
            self._count(f"at {step.where.split(':')[0]}")
        else:
            self.kill("at a random moment")
        self.start()

    def _tear_tail(self, step: Step, books: Books) -> None:
        self.kill("at a random moment, the tail of each log torn")
        for path in self._data.glob("*-wal"):
            tear_tail(path, self._chance)
        self.start()

    def _pause(self, step: Step, books: Books) -> None:
        self.process.send(signal.SIGSTOP)
        time.sleep(step.for_s)
        self.process.send(signal.SIGCONT)
        self.process.wait_until_ready()

    def _fill_disk(self, step: Step, books: Books) -> None:
        starve(self._disk, self.doors, books, for_s=step.for_s)
        self.process.wait_until_ready()

    def _kill_on_full_disk(self, step: Step, books: Books) -> None:
        """It may come up on a full disk or not; it has to when there is room again."""
        self._disk.fill()
        time.sleep(step.for_s)
        self.kill(f"{self._disk.name}")
        self.process.spawn()
        time.sleep(step.for_s)
        self.kill(f"while it starts, {self._disk.name}")
        self._disk.empty()
        self.start()

    def _is_ready(self) -> bool:
        return self.doors.get("/readyz").status == 200

    def _read(self, topic: str, path: Path) -> list[Event]:
        with closing(Reader(path)) as reader:
            partitions = reader.run(partitions_if_made) or 0
            found: list[Event] = []
            for it in range(partitions):
                query = partial(read, topic=topic, partition=it, start=0, limit=_ALL)
                found += events(reader.run(query))
            return found


def _command(data: Path, port: int, guard: str | None) -> list[str]:
    program = ["-m", "benchmarks.crash.without", guard] if guard else ["-m", "facialis"]
    return [*program, "run", "--no-examples", "--port", str(port), "--data", str(data)]


BLOWS = {
    "kill": EmbeddedLine._kill,
    "kill at start": EmbeddedLine._kill_at_start,
    "point": EmbeddedLine._kill_at_point,
    "torn tail": EmbeddedLine._tear_tail,
    "kill on full disk": EmbeddedLine._kill_on_full_disk,
    "pause": EmbeddedLine._pause,
    "full disk": EmbeddedLine._fill_disk,
}
