"""What a station may ask of the pipe, and what the pipe owes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

E = TypeVar("E")

Headers = tuple[tuple[str, bytes], ...]
"""Names with values, in order; a name may come twice, a value may be any bytes."""

Positions = Mapping[tuple[str, int], int]
"""For each (topic, partition) the next position to read; one that is absent is 0."""


@dataclass(frozen=True, slots=True)
class Message:
    """
    One event to publish.

    ``id`` names the event for ever: the same id on the same topic is the same event, and whoever
    reads sees it once. ``key`` chooses the partition; messages of one key keep their order.
    ``body`` is None for an event whose content was erased.
    """

    topic: str
    key: bytes = field(repr=False)
    id: str
    headers: Headers = field(repr=False)
    body: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    One message handed to us, and where it stood.

    ``body`` is None when the content was erased on request: position, key and headers stay, and
    whoever handles it goes on without. ``recorded_at`` is when the log took it in (aware, UTC,
    milliseconds), for measuring and never for deciding. Its ``repr`` shows no content.
    """

    topic: str
    partition: int
    position: int
    key: bytes = field(repr=False)
    headers: Headers = field(repr=False)
    body: bytes | None = field(repr=False)
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class SetAside:
    """A delivery that could not be read, kept with its reason (a code) and detail (one line)."""

    delivery: Delivery
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[E]):
    """What came of a batch: its effects, what was set aside, and the next position to read."""

    effects: tuple[E, ...]
    set_aside: tuple[SetAside, ...]
    positions: Positions


class Publisher(Protocol):
    """Puts messages on their topics."""

    def publish(self, messages: Sequence[Message]) -> None:
        """
        Make the messages durable, in order.

        On return all of them survive a crash of process, machine or broker. A call may be repeated:
        a message whose (topic, id) already stands there is passed over, by the log or by whoever
        reads it. May block until that is done; safe to call from several threads.

        Raises:
            Unavailable: not done, or not known to be done; publish the same again later.
        """
        ...


class Feed(Protocol):
    """
    Reads topics, each partition in the order of its positions. Used by one thread at a time.

    An event that stands in the log more than once is delivered where it first stood. A feed may
    have to forget one that is long gone by, or seen by the member that had the partition before:
    whoever keeps effects keeps their ids as well. Positions rise; they may have gaps.
    """

    def start(self, positions: Positions) -> None:
        """
        Read from these positions on, and from 0 where none is given.

        May be called again at any time, also after an error: what was polled and not committed
        is then delivered again.

        Raises:
            Unavailable: try again later.
        """
        ...

    def poll(self, limit: int, timeout_s: float) -> Sequence[Delivery]:
        """
        Return up to ``limit`` deliveries, at once when there are any.

        Blocks for at most ``timeout_s`` seconds and then returns an empty sequence; over a network
        that need not mean the end of the log. No partition is starved by another.

        Raises:
            Unavailable: nothing was delivered; call ``start`` before the next poll.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; a further call does nothing."""
        ...


class Ledger(Protocol[E]):
    """Where a consumer's effects and its positions are kept, together."""

    def positions(self) -> Positions:
        """
        Return where this consumer stands: what the last commit that took effect left.

        Raises:
            Unavailable: try again later.
        """
        ...

    def commit(self, outcome: Outcome[E]) -> None:
        """
        Make effects, set-asides and positions durable: no position without all its effects.

        On return they survive a crash. The same outcome committed twice takes effect once, and
        a position never moves back. After a crash in between, effects may stand without their
        position; they come again under the same ids. May block.

        Raises:
            Unavailable: not done, or not known to be done; ``positions`` tells which.
        """
        ...
