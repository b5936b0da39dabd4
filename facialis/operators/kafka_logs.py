"""The topics of a line over Kafka as an operator reads them: all partitions, in no group."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

from bus.errors import Unavailable
from bus.kafka.clients import Consumer, TopicPartition, consumer_client
from bus.kafka.feed import KafkaFeed
from bus.kafka.records import delivery_of
from bus.kafka.settings import KafkaSettings
from bus.port import Delivery, Positions
from facialis.operators.logs import LookedAt
from schemas.topics import ASSESSMENTS_RECEIVED
from services.review.records import Key
from services.review.store.store import Store

_AT_ONCE = 500
_POLL_MS = 500
_SILENCE_S = 30.0


class KafkaLogs:
    """
    Keeps the promises of ``Logs`` over Kafka.

    ``store`` opens the review store to look at; None where it cannot be reached from here.
    """

    def __init__(self, settings: KafkaSettings, store: Callable[[], Store] | None = None) -> None:
        self._settings = settings
        self._store = LookedAt(store) if store else None

    def scan(self, topic: str, since: Positions | None = None) -> Iterator[Delivery]:
        """Give what lies on a topic now."""
        return (delivery for _, delivery in self.events(topic, since))

    def events(
        self, topic: str, since: Positions | None = None
    ) -> Iterator[tuple[str | None, Delivery]]:
        """
        Give what lies on a topic now, each with its id; repeats too.

        Raises:
            Unavailable: the brokers are away, or give nothing although there is more.
        """
        with self._consumer() as consumer:
            places = self._places(consumer, topic)
            ends = consumer.end_offsets(places, timeout_ms=self._settings.call_s * 1000)
            consumer.assign(places)
            next_of = {it: (since or {}).get((topic, it.partition), 0) for it in places}
            for place, position in next_of.items():
                consumer.seek(place, position)
            yield from _read(consumer, ends, next_of)

    def ends(self, topic: str) -> Positions:
        """Tell where each partition that holds something ends."""
        with self._consumer() as consumer:
            places = self._places(consumer, topic)
            ends = consumer.end_offsets(places, timeout_ms=self._settings.call_s * 1000)
        return {(topic, it.partition): end for it, end in ends.items() if end}

    def place_of(self, topic: str, event_id: str) -> tuple[int, int] | None:
        """Tell nothing: Kafka finds no event by its id."""
        return None

    def stands(self, station: str) -> Positions:
        """Tell how far a station has come: review by its store, the others by their group."""
        if station == "review":
            return self._store.stands() if self._store else {}
        with closing(KafkaFeed(self._settings, station, [ASSESSMENTS_RECEIVED.name])) as feed:
            return feed.committed()

    def state_of(self, key: Key) -> str | None:
        """Tell what the review store knows of an assessment."""
        return self._store.state_of(key) if self._store else None

    def close(self) -> None:
        """Let go of the store; clients of Kafka live as long as a question."""
        if self._store:
            self._store.close()

    @contextmanager
    def _consumer(self) -> Iterator[Consumer]:
        consumer = consumer_client(self._settings, None)
        try:
            yield consumer
        finally:
            consumer.close(autocommit=False, timeout_ms=3000)

    def _places(self, consumer: Consumer, topic: str) -> list[TopicPartition]:
        partitions = consumer.partitions_for_topic(topic)
        if not partitions:
            raise Unavailable(f"there is no topic {topic} on {self._settings.bootstrap}")
        return list(map(partial(TopicPartition, topic), sorted(partitions)))


def _read(
    consumer: Consumer, ends: dict[TopicPartition, int], next_of: dict[TopicPartition, int]
) -> Iterator[tuple[str | None, Delivery]]:
    heard = time.monotonic()
    while any(next_of[place] < end for place, end in ends.items()):
        fetched = consumer.poll(timeout_ms=_POLL_MS, max_records=_AT_ONCE)
        if fetched:
            heard = time.monotonic()
        elif time.monotonic() - heard > _SILENCE_S:
            raise Unavailable(f"the brokers have given nothing for {_SILENCE_S:g} s")
        for place, records in fetched.items():
            for record in records:
                if record.offset < ends[place]:
                    yield delivery_of(record)
            next_of[place] = records[-1].offset + 1
