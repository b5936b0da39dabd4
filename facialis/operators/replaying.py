"""Planning again what was assessed, with the tables of today: what says the same is not told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from bus.embedded import Writer, append, forget_positions, move_positions, positions_of
from bus.errors import Unreadable
from bus.port import Delivery, Message, Positions, Publisher
from facialis.operators.logs import Logs
from schemas.topics import ASSESSMENTS_RECEIVED, PLANS_PROPOSED
from services.recommender.station import Propose, planning, read
from services.review.records import Key
from services.review.standing import natural

_AT_ONCE = 50
_NOTED_EVERY = 500


@dataclass(frozen=True, slots=True)
class Part:
    """
    Which assessments.

    ``since`` takes those received then or later (RFC 3339, UTC); ``only`` those of certain
    partitions, from a position on; both empty take all.
    """

    since: str = ""
    only: Positions = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name it, so that a replay that was stopped is known again."""
        places = (f"{topic}/{it}@{at}" for (topic, it), at in sorted(self.only.items()))
        return " ".join(filter(None, (self.since, *places))) or "all"


@dataclass(slots=True)
class Counts:
    """What became of the assessments that were looked at."""

    changed: int = 0
    new: int = 0
    unchanged: int = 0
    unreadable: int = 0
    erased: int = 0
    passed_over: int = 0

    @property
    def seen(self) -> int:
        """How many were looked at, those before ``since`` included."""
        return sum(self.as_mapping().values())

    def as_mapping(self) -> dict[str, int]:
        """Say them by name."""
        return {name: getattr(self, name) for name in self.__slots__}


class Sink(Protocol):
    """Where the plans go, and how far the replay has come."""

    def begun(self) -> Positions:
        """Tell where an earlier run of this replay was stopped; empty for the beginning."""
        ...

    def keep(self, plans: list[Message], positions: Positions) -> None:
        """Publish plans, and remember how far that was; all of it may happen twice."""
        ...

    def done(self) -> None:
        """Forget how far it was: the next replay of the same begins anew."""
        ...


class EmbeddedSink:
    """Puts plans into a file and remembers the place beside them, in one transaction."""

    def __init__(self, writer: Writer, name: str) -> None:
        self._writer, self._name = writer, name

    def begun(self) -> Positions:
        """Tell where it was stopped."""
        return self._writer.run(lambda cursor: positions_of(cursor, self._name))

    def keep(self, plans: list[Message], positions: Positions) -> None:
        """Append the plans and move on."""

        def work(cursor: Any) -> None:
            append(cursor, plans)
            move_positions(cursor, self._name, positions)

        self._writer.run(work)

    def done(self) -> None:
        """Forget the place."""
        self._writer.run(lambda cursor: forget_positions(cursor, self._name))


class PublishingSink:
    """
    Publishes plans, and remembers the place in a small file, which is made and taken away.

    What is published twice has the same id, so the place may be a little behind.
    """

    def __init__(self, publisher: Publisher, path: Path, name: str) -> None:
        self._publisher, self._path, self._name = publisher, path, name

    def begun(self) -> Positions:
        """Tell where it was stopped."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if kept.get("name") != self._name:
            return {}
        return {(topic, partition): position for topic, partition, position in kept["places"]}

    def keep(self, plans: list[Message], positions: Positions) -> None:
        """Publish, then note the place."""
        if plans:
            self._publisher.publish(plans)
        places = [[*place, position] for place, position in {**self.begun(), **positions}.items()]
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"name": self._name, "places": places}), encoding="utf-8")
        fresh.replace(self._path)

    def done(self) -> None:
        """Take the file away."""
        self._path.unlink(missing_ok=True)


class DrySink:
    """Keeps nothing."""

    def begun(self) -> Positions:
        """Begin at the beginning."""
        return {}

    def keep(self, plans: list[Message], positions: Positions) -> None:
        """Keep nothing."""

    def done(self) -> None:
        """Forget nothing."""


@dataclass(slots=True)
class Replay:
    """
    One replay.

    Attributes:
        logs: where assessments and plans lie.
        propose: plans with the tables that were chosen.
        proposed_at: when that is, RFC 3339: of two states of the tables the later used is newer.
        part: which assessments.
        sink: where the plans go.
    """

    logs: Logs
    propose: Propose
    proposed_at: str
    part: Part
    sink: Sink
    counts: Counts = field(default_factory=Counts)

    def total(self) -> int:
        """Count what there is to look at, what an earlier run has seen left out."""
        begin, ends = self._begin(), self._ends()
        return sum(max(0, end - begin.get(place, 0)) for place, end in ends.items())

    def run(self, *, between: Callable[[], bool]) -> bool:
        """
        Plan all of it again; ``between`` is called after each and says whether to go on.

        Returns whether it came to the end. What was stopped goes on there when run again.

        Raises:
            Unavailable: the log is away; run it again.
        """
        told = _hashes(self.logs)
        plans: list[Message] = []
        positions: dict[tuple[str, int], int] = {}
        going_on = True
        for delivery in self._deliveries():
            plans += self._planned(delivery, told)
            positions[delivery.topic, delivery.partition] = delivery.position + 1
            going_on = between()
            if len(plans) >= _AT_ONCE or not self.counts.seen % _NOTED_EVERY or not going_on:
                self.sink.keep(plans, dict(positions))
                plans = []
            if not going_on:
                return False
        self.sink.keep(plans, positions)
        self.sink.done()
        return True

    def _deliveries(self) -> Iterator[Delivery]:
        ends = self._ends()
        for delivery in self.logs.scan(ASSESSMENTS_RECEIVED.name, self._begin()):
            # What came since it began is for the station itself.
            if delivery.position < ends.get((delivery.topic, delivery.partition), 0):
                yield delivery

    def _begin(self) -> Positions:
        return {**self.part.only, **self.sink.begun()}

    def _ends(self) -> Positions:
        ends = self.logs.ends(ASSESSMENTS_RECEIVED.name)
        only = self.part.only
        return {place: end for place, end in ends.items() if not only or place in only}

    def _planned(self, delivery: Delivery, told: dict[Key, str]) -> list[Message]:
        if delivery.body is None:
            self.counts.erased += 1
            return []
        try:
            envelope, _ = read(delivery)
        except Unreadable:
            self.counts.unreadable += 1
            return []
        if envelope.time < self.part.since:
            self.counts.passed_over += 1
            return []
        made: list[Mapping[str, Any]] = []
        (message,) = planning(_kept(self.propose, made), proposed_at=self.proposed_at)(delivery)
        return [message] if self._is_news(made[0], envelope.client or "", told) else []

    def _is_news(self, plan: Mapping[str, Any], client: str, told: dict[Key, str]) -> bool:
        key = client, plan["assessment_id"]
        before, told[key] = told.get(key), plan["content_hash"]
        if before == plan["content_hash"]:
            self.counts.unchanged += 1
            return False
        if before is None:
            self.counts.new += 1
        else:
            self.counts.changed += 1
        return True


def _kept(propose: Propose, made: list[Mapping[str, Any]]) -> Propose:
    def proposing(assessment: Mapping[str, Any]) -> dict[str, Any]:
        plan = propose(assessment)
        made.append(plan)
        return plan

    return proposing


def _hashes(logs: Logs) -> dict[Key, str]:
    """Tell for each assessment what its newest plan says, by hash."""
    newest: dict[Key, tuple[Any, str]] = {}
    for delivery in logs.scan(PLANS_PROPOSED.name):
        if delivery.body is None:
            continue
        said = dict(delivery.headers)
        plan = json.loads(delivery.body)
        key = said.get("ce_client", b"").decode(), plan["assessment_id"]
        rank = natural(plan["knowledge"]["version"]), said["ce_time"].decode(), plan["plan_id"]
        if key not in newest or newest[key][0] <= rank:
            newest[key] = rank, plan["content_hash"]
    return {key: content_hash for key, (_, content_hash) in newest.items()}
