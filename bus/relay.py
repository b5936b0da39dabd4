"""Ships an outbox to a publisher, in order, and waits when that one is away."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Protocol

from bus import failpoints
from bus.backoff import Backoff
from bus.measures import UNWATCHED, Watch
from bus.port import Message, Publisher
from bus.running import Health, Runner

_BEFORE_SHIP = failpoints.declare("relay.before_publish")
_AFTER_SHIP = failpoints.declare("relay.after_publish")


class Outbox(Protocol):
    """Messages that a station has written beside its own rows, in the same transaction."""

    def read(self, after: int, limit: int) -> Sequence[tuple[int, Message]]:
        """
        Return the oldest messages not yet marked as shipped whose ``seq`` is above ``after``.

        In ascending order of ``seq``, at most ``limit``. No message may become visible later with
        a lower ``seq`` than one that was already returned.

        Raises:
            Unavailable: try again later.
        """
        ...

    def shipped(self, seq: int) -> None:
        """
        Mark all messages up to and including ``seq`` as durable elsewhere; may be called twice.

        Raises:
            Unavailable: try again later; they are then shipped again, under the same ids.
        """
        ...


@dataclass(frozen=True, slots=True)
class RelaySettings:
    """At most ``limit`` messages are under way; with none to ship it looks every ``idle_s``."""

    limit: int = 500
    idle_s: float = 0.2
    backoff: Backoff = field(default_factory=Backoff)


class Relay:
    """
    Carries messages from an outbox to a publisher: each at least once, in order of ``seq``.

    A crash between publishing and marking ships a message again; its id makes that harmless.
    """

    def __init__(
        self,
        name: str,
        outbox: Outbox,
        publisher: Publisher,
        settings: RelaySettings | None = None,
        *,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
        watch: Watch = UNWATCHED,
    ) -> None:
        self._name, self._watch, self._clock = name, watch, clock
        self._outbox, self._publisher = outbox, publisher
        self._settings = settings or RelaySettings()
        self._news = Event()
        self._shipped = 0
        self._runner = Runner(
            name,
            self._step_or_rest,
            backoff=self._settings.backoff,
            chance=chance,
            whereabouts=lambda: f"seq {self._shipped}",
            clock=clock,
            watch=watch,
        )

    def run(self, stop: Event) -> None:
        """
        Ship until ``stop`` is set or we err; ends within a second.

        Blocks; raises nothing: ``health`` and the log tell why it stopped. May be called again.
        """
        self._runner.run(stop)

    def notice(self) -> None:
        """Tell it that the outbox has something new, so that it need not find out by looking."""
        self._news.set()

    def health(self) -> Health:
        """Tell how the relay is: running, waiting or stopped, why, and since when."""
        return self._runner.health()

    def step(self) -> int:
        """
        Ship one batch; return how many messages it held.

        Raises:
            Unavailable: outbox or publisher is away; nothing is marked that was not published.
        """
        batch = self._outbox.read(self._shipped, self._settings.limit)
        self._watch.polled(self._name)
        if batch:
            self._publish([message for _, message in batch])
            self._mark(batch[-1][0])
        return len(batch)

    def _publish(self, messages: Sequence[Message]) -> None:
        began = self._clock()
        _BEFORE_SHIP.reach()
        self._publisher.publish(messages)
        _AFTER_SHIP.reach()
        self._watch.shipped(self._name, messages, self._clock() - began)

    def _mark(self, seq: int) -> None:
        self._outbox.shipped(seq)
        self._shipped = seq

    def _step_or_rest(self, stop: Event) -> int:
        self._news.clear()
        count = self.step()
        if not count and not stop.is_set():
            self._news.wait(self._settings.idle_s)
        return count
