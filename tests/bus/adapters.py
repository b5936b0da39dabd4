"""
The ways to keep the promises of ``bus.port``, each with what a test needs to do to it.

Each gives the same methods and stands in ``ADAPTERS``; the contract suite runs on all of them.
Where one promises more than the port asks, it says so in a trait, and is held to it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from bus import failpoints
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher, Writer
from bus.errors import Unavailable
from bus.kafka.settings import KafkaSettings
from bus.port import Delivery, Feed, Ledger, Message, Outcome, Positions, Publisher, SetAside

RECEIVED = "things.received.v1"
WITHDRAWN = "things.withdrawn.v1"
MADE = "things.made.v1"
ASIDE = "things.set-aside.v1"


class EmbeddedAdapter:
    """Two files, as two stations have them: one receives, the other makes something of it."""

    name = "embedded"
    failpoints = ("writer.before_commit", "writer.after_commit")
    """Points inside its commit, beside those of the loop."""
    repeats_leave_no_gap = True
    """Trait: a repeat takes no position in the log."""
    effects_and_positions_are_one = True
    """Trait: after any crash there is an effect exactly where the position moved."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            RECEIVED: folder / "receiving.db",
            WITHDRAWN: folder / "receiving.db",
            MADE: folder / "making.db",
            ASIDE: folder / "making.db",
        }
        self._writers: dict[Path, Writer] = {}
        self._feeds: list[Feed] = []
        self.restart()

    def publisher(self) -> Publisher:
        """A publisher of RECEIVED and WITHDRAWN."""
        return EmbeddedPublisher(self._writers[self._files[RECEIVED]])

    def feed(self, *topics: str) -> Feed:
        """A feed of its own over these topics."""
        feed = EmbeddedFeed([(self._files[topic], topic) for topic in topics])
        self._feeds.append(feed)
        return feed

    def station(self, group: str, topics: Sequence[str]) -> tuple[Feed, Ledger[Message]]:
        """Feed and ledger of the consumer of that name; the one that had it before is gone."""
        return self.feed(*topics), self.ledger(group)

    def ledger(self, group: str) -> Ledger[Message]:
        """The ledger of the consumer of that name, whose effects go to MADE."""
        return EmbeddedLedger(self._writers[self._files[MADE]], group, set_aside_message)

    def restart(self) -> None:
        """End whatever is open, as a crash would, and come back with what was durable."""
        self.close()
        self._writers = {path: Writer(path) for path in set(self._files.values())}

    @contextmanager
    def away(self) -> Iterator[None]:
        """Inside, nothing can be published or committed."""

        def refuse() -> None:
            raise Unavailable("away")

        with failpoints.armed("writer.before_commit", refuse):
            yield

    def close(self) -> None:
        for feed in self._feeds:
            feed.close()
        for writer in self._writers.values():
            writer.close()
        self._feeds, self._writers = [], {}


class KafkaAdapter:
    """Topics made anew on a real broker, and a group of its own for each name."""

    name = "kafka"
    failpoints = (
        "kafka.before_send",
        "kafka.after_send",
        "kafka.before_positions",
        "kafka.after_positions",
    )
    repeats_leave_no_gap = False
    effects_and_positions_are_one = False

    def __init__(self, bootstrap: str) -> None:
        from bus.kafka.topics import TopicShape

        self._settings = KafkaSettings(bootstrap)
        self._shapes = [TopicShape(it, partitions=4) for it in (RECEIVED, WITHDRAWN, MADE, ASIDE)]
        self._suffix = uuid4().hex
        self._open: list[Feed | Publisher] = []
        self._stations: dict[str, Feed] = {}
        self._publisher: Publisher | None = None
        make_anew(self._settings, self._shapes)

    def publisher(self) -> Publisher:
        """A publisher of every topic."""
        from bus.kafka.publisher import KafkaPublisher

        if self._publisher is None:
            self._publisher = KafkaPublisher(self._settings)
        return self._publisher

    def feed(self, *topics: str) -> Feed:
        """A feed of its own over these topics, outside any group."""
        return PromptFeed(self._feed(None, topics))

    def station(self, group: str, topics: Sequence[str]) -> tuple[Feed, Ledger[Message]]:
        """Feed and ledger of the consumer of that name; the one that had it before is gone."""
        from bus.kafka.ledger import KafkaLedger

        if before := self._stations.get(group):
            before.close()
        feed = self._stations[group] = self._feed(group, topics)
        return PromptFeed(feed), KafkaLedger(feed, self.publisher(), set_aside_message)

    def ledger(self, group: str) -> Ledger[Message]:
        """The ledger of the consumer of that name, whose effects go to MADE."""
        return JoiningLedger(self, group)

    def restart(self) -> None:
        """Come back with new clients."""
        self.close()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Inside, nothing can be published or committed."""

        def refuse() -> None:
            raise Unavailable("away")

        with failpoints.armed("kafka.before_send", refuse):
            yield

    def close(self) -> None:
        for feed in self._open:
            feed.close()
        if self._publisher is not None:
            self._publisher.close()
        self._open, self._stations, self._publisher = [], {}, None

    def _feed(self, group: str | None, topics: Sequence[str]) -> Feed:
        from bus.kafka.feed import KafkaFeed

        name = group and f"{group}-{self._suffix}"
        feed = KafkaFeed(self._settings, name, topics)
        self._open.append(feed)
        return feed


class PromptFeed:
    """
    A feed whose poll without waiting returns nothing only at the end of the log.

    Over a network "at once" is a matter of luck; the tests ask how far behind it is.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self.start, self.close = feed.start, feed.close

    def poll(self, limit: int, timeout_s: float) -> Sequence[Delivery]:
        deadline = time.monotonic() + 60
        while True:
            batch = self._feed.poll(limit, timeout_s or 0.02)
            at_the_end = self._feed.partitions() and not self._feed.behind()
            if batch or timeout_s or at_the_end or time.monotonic() > deadline:
                return batch


class JoiningLedger:
    """A ledger whose feed nobody polls: it becomes a member of its group when it commits."""

    def __init__(self, adapter: KafkaAdapter, group: str) -> None:
        self._adapter, self._group = adapter, group
        self._pair: tuple[Feed, Ledger[Message]] | None = None

    def positions(self) -> Positions:
        feed = self._adapter._feed(self._group, [RECEIVED])
        try:
            return feed.committed()
        finally:
            feed.close()

    def commit(self, outcome: Outcome[Message]) -> None:
        if self._pair is None:
            self._pair = self._adapter.station(self._group, [RECEIVED])
            self._pair[0].poll(1, 0)
        self._pair[1].commit(outcome)


def make_anew(settings: KafkaSettings, shapes: Sequence[object]) -> None:
    """Delete these topics with all that is in them, and make them."""
    from kafka.errors import UnknownTopicOrPartitionError

    from bus.kafka.clients import admin_client
    from bus.kafka.topics import ensure_topics

    admin = admin_client(settings)
    for shape in shapes:
        with suppress(UnknownTopicOrPartitionError):
            admin.delete_topics([shape.name])
    admin.close()
    until(lambda: ensure_topics(settings, shapes))


def until(works: Callable[[], None]) -> None:
    """Repeat something that may be away for a moment."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return works()
        except Unavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


ADAPTERS = {"embedded": EmbeddedAdapter, "kafka": KafkaAdapter}


def set_aside_message(set_aside: SetAside) -> Message:
    """Keep a delivery as it was, with headers that tell where it stood and why it is here."""
    it = set_aside.delivery
    told = (
        ("set_aside_position", f"{it.topic}/{it.partition}@{it.position}".encode()),
        ("set_aside_reason", set_aside.reason.encode()),
        ("set_aside_detail", set_aside.detail.encode()),
    )
    event_id = f"aside-{it.topic}-{it.partition}-{it.position}"
    return Message(ASIDE, it.key, event_id, (*it.headers, *told), it.body)


def a_message(event_id: str, key: str | bytes = "patient-1", **changed: object) -> Message:
    """A message on RECEIVED whose id also stands in its headers and body."""
    key = key.encode() if isinstance(key, str) else key
    named = event_id.encode()
    return replace(Message(RECEIVED, key, event_id, (("ce_id", named),), named), **changed)


def made_of(delivery: Delivery) -> tuple[Message, ...]:
    """The plainest handler: one effect, whose id is derived from the event's."""
    named = dict(delivery.headers)["ce_id"].decode()
    return (Message(MADE, delivery.key, f"made-of-{named}", delivery.headers, delivery.body),)


def all_of(feed: Feed) -> list[Delivery]:
    """Everything the feed has from its start to its end."""
    feed.start({})
    found: list[Delivery] = []
    while batch := feed.poll(500, 0):
        found += batch
    return found


def ids_of(deliveries: list[Delivery]) -> list[str]:
    """The ids of the events behind these deliveries."""
    return [dict(it.headers)["ce_id"].decode() for it in deliveries]
