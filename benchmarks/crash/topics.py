"""Every topic of a broker, read as it lies there, with what stands there twice."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from benchmarks.crash.found import Event, events
from bus.kafka.feed import KafkaFeed
from bus.kafka.settings import KafkaSettings
from bus.port import Delivery
from schemas.topics import TOPICS

_MOST_S = 60.0


def read_topics(settings: KafkaSettings) -> Mapping[str, Sequence[Event]]:
    """
    Read all our topics from the beginning to the end.

    Raises:
        RuntimeError: the end is not reached in a minute.
    """
    found: dict[str, list[Delivery]] = {topic: [] for topic in TOPICS}
    # One id is remembered, so that what was sent again is seen.
    reading = KafkaFeed(replace(settings, instance=None, remembered=1), None, list(TOPICS))
    ends = time.monotonic() + _MOST_S
    with closing(reading) as feed:
        feed.start({})
        while True:
            for delivery in feed.poll(1000, 0.5):
                found[delivery.topic].append(delivery)
            if not feed.behind():
                break
            if time.monotonic() > ends:
                raise RuntimeError("the topics cannot be read to their end")
    placed = {
        topic: sorted(deliveries, key=lambda it: (it.partition, it.position))
        for topic, deliveries in found.items()
    }
    return {topic: events(deliveries) for topic, deliveries in placed.items()}
