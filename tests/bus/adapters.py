"""
The ways to keep the promises of ``bus.port``, each with what a test needs to do to it.

A second adapter gives the same methods and is added to ``ADAPTERS``; the contract suite then runs
on both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bus import failpoints
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher, Writer
from bus.errors import Unavailable
from bus.port import Delivery, Feed, Ledger, Message, Publisher, SetAside

RECEIVED = "things.received.v1"
WITHDRAWN = "things.withdrawn.v1"
MADE = "things.made.v1"
ASIDE = "things.set-aside.v1"


class EmbeddedAdapter:
    """Two files, as two stations have them: one receives, the other makes something of it."""

    name = "embedded"
    failpoints = ("writer.before_commit", "writer.after_commit")
    """Points inside its commit, beside those of the loop."""

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


ADAPTERS = {"embedded": EmbeddedAdapter}


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
