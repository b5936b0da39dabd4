"""Moving an embedded line to Kafka: every log with its partitions, positions, ids and bytes."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bus.embedded import LogOutbox, Reader, Writer, last_seq, messages, partitions_if_made
from bus.errors import Unavailable
from bus.kafka.clients import admin_client, offsets
from bus.kafka.guarded import Guarded
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.kafka.topics import TopicShape, ensure_topics
from bus.kafka.watchdog import Watchdog, end_process
from bus.port import Headers, Message, Positions
from facialis.files import INTAKE, RELAY
from facialis.operators.kafka_logs import KafkaLogs
from facialis.operators.logs import FILE_OF, EmbeddedLogs
from facialis.trouble import Trouble
from schemas.topics import TOPICS

GROUPS = ("recommender",)
"""Stations whose places Kafka keeps; the review station's lie in its store and stay there."""

_AT_ONCE = 500
_PATIENCE_S = 30.0
_PAUSE_S = 0.2


@dataclass(frozen=True, slots=True)
class Moved:
    """One partition that lies in both places alike: how many messages, and the hash of them all."""

    topic: str
    partition: int
    messages: int
    digest: str


@dataclass(frozen=True, slots=True)
class Migration:
    """
    A move of the line at rest in ``data`` to the brokers of ``settings``.

    ``shapes`` says how the topics have to be; ``told`` is told how many messages were copied.
    """

    data: Path
    settings: KafkaSettings
    shapes: Sequence[TopicShape]
    told: Callable[[int], None] = lambda count: None

    def run(self) -> list[Moved]:
        """
        Copy what is not there yet, move the places of readers, and compare everything.

        It may be broken off at any time and goes on when run again.

        Raises:
            Trouble: the brokers hold something else, or the log cannot be moved as it is.
            Unavailable: the brokers are away; run it again.
            TopicMisfit: topics are there and not as they have to be.
        """
        self._check_partitions()
        patiently(lambda: ensure_topics(self.settings, self.shapes))
        logs = KafkaLogs(self.settings)
        for topic in TOPICS:
            self._compare_what_is_there(topic, logs)
        for topic in TOPICS:
            self._copy(topic, logs)
        moved = [it for topic in TOPICS for it in self._verified(topic, logs)]
        self._move_places()
        self._note_as_shipped()
        return moved

    def _check_partitions(self) -> None:
        wanted = {shape.partitions for shape in self.shapes}
        for name in sorted(set(FILE_OF.values())):
            if (self.data / name).exists():
                with closing(Reader(self.data / name)) as reader:
                    here = reader.run(partitions_if_made)
                if here is not None and {here} != wanted:
                    raise Trouble(
                        f"{name} has {here} partitions for each topic, and {sorted(wanted)[0]} "
                        "are asked for: a patient's events would change theirs.",
                        mend=f"Set KAFKA_PARTITIONS={here}",
                    )

    def _compare_what_is_there(self, topic: str, logs: KafkaLogs) -> None:
        there = _on_kafka(logs, topic)
        for partition, (count, digest) in there.items():
            ours = _total(self._messages(topic, partition, upto=count))
            if ours != (count, digest):
                raise Trouble(
                    f"{topic}/{partition} holds {count} messages on the brokers that are not the "
                    "beginning of this log. Nothing was copied.",
                    mend="Name other brokers, or delete the topics there when nobody needs them.",
                )

    def _copy(self, topic: str, logs: KafkaLogs) -> None:
        there = logs.ends(topic)
        with closing(KafkaPublisher(self.settings)) as publisher:
            for (_, partition), end in self._ends(topic).items():
                start = there.get((topic, partition), 0)
                while start < end:
                    batch = self._read(topic, partition, start)
                    patiently(partial(publisher.publish, batch))
                    start += len(batch)
                    self.told(len(batch))

    def _verified(self, topic: str, logs: KafkaLogs) -> Iterator[Moved]:
        there = _on_kafka(logs, topic)
        for (_, partition), end in sorted(self._ends(topic).items()):
            ours = _total(self._messages(topic, partition, upto=end))
            if ours[0] != end:
                raise Trouble(f"{topic}/{partition} of this log has a gap; it cannot be moved.")
            if there.get(partition) != ours:
                raise Trouble(
                    f"{topic}/{partition} differs on the brokers after it was copied.",
                    mend="Delete the topics there, and move again.",
                )
            yield Moved(topic, partition, *ours)

    def _ends(self, topic: str) -> Positions:
        with closing(EmbeddedLogs(self.data)) as logs:
            return logs.ends(topic)

    def _messages(self, topic: str, partition: int, *, upto: int) -> Iterator[Message]:
        start = 0
        while start < upto and (batch := self._read(topic, partition, start)):
            yield from batch[: upto - start]
            start += len(batch)

    def _read(self, topic: str, partition: int, start: int) -> list[Message]:
        path = self.data / FILE_OF[topic]
        if not path.exists():
            return []
        with closing(Reader(path)) as reader:
            return reader.run(
                lambda it: messages(it, topic, partition, start=start, limit=_AT_ONCE)
            )

    def _move_places(self) -> None:
        for group in GROUPS:
            with closing(EmbeddedLogs(self.data)) as logs:
                stands = logs.stands(group)
            if stands:
                patiently(partial(_alter, self.settings, group, stands))

    def _note_as_shipped(self) -> None:
        """Tell the relay of the line over Kafka that all of intake's log is there."""
        with closing(Reader(self.data / INTAKE)) as reader:
            last = reader.run(last_seq)
        with Writer(self.data / RELAY) as writer:
            outbox = LogOutbox(self.data / INTAKE, writer)
            outbox.shipped(last)
            outbox.close()


def patiently(work: Callable[[], None]) -> None:
    """Do it, and again for a while when brokers are away, or a new topic has no leader yet."""
    ends = time.monotonic() + _PATIENCE_S
    while True:
        try:
            return work()
        except Unavailable:
            if time.monotonic() > ends:
                raise
            time.sleep(_PAUSE_S)


def _alter(settings: KafkaSettings, group: str, stands: Positions) -> None:
    guarded: Guarded[Any] = Guarded(
        lambda: admin_client(settings),
        lambda admin: admin.close(),
        Watchdog(settings.hang_s, end_process),
    )
    answers: dict[Any, Any] = {}
    try:
        with guarded.during("moving positions"):
            answers = guarded.client.alter_group_offsets(group, offsets(stands))
    finally:
        guarded.close()
    if wrong := sorted({it.__name__ for it in answers.values() if it.errno}):
        raise Trouble(
            f"The places of {group} could not be moved: {', '.join(wrong)}.",
            mend="Stop the stations over Kafka, and move again.",
        )


def _on_kafka(logs: KafkaLogs, topic: str) -> dict[int, tuple[int, str]]:
    """Count and hash each partition of a topic as it lies there."""
    tallies: dict[int, _Tally] = {}
    for name, it in logs.events(topic):
        message = Message(topic, it.key, name or "", it.headers, it.body)
        tallies.setdefault(it.partition, _Tally()).add(message)
    return {partition: tally.total() for partition, tally in tallies.items()}


def _total(some: Iterable[Message]) -> tuple[int, str]:
    tally = _Tally()
    for message in some:
        tally.add(message)
    return tally.total()


class _Tally:
    """Counts messages, and hashes ids, keys, headers and bodies of all in their order."""

    def __init__(self) -> None:
        self._count, self._hashed = 0, hashlib.sha256()

    def add(self, message: Message) -> None:
        self._count += 1
        for part in _parts(message):
            self._hashed.update(b"-" if part is None else b"%d:" % len(part) + part)

    def total(self) -> tuple[int, str]:
        return self._count, self._hashed.hexdigest()


def _parts(message: Message) -> Iterator[bytes | None]:
    yield message.id.encode()
    yield message.key
    yield from _flat(message.headers)
    yield message.body


def _flat(headers: Headers) -> Iterator[bytes]:
    for name, value in headers:
        yield name.encode()
        yield value
