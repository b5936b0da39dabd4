"""The only consuming loop: poll, handle each, commit what came of it together with the position."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Generic, TypeVar

from bus import failpoints
from bus.backoff import Backoff
from bus.breaker import Breaker
from bus.errors import Unreadable, is_retriable
from bus.measures import UNWATCHED, Batch, Watch
from bus.port import Delivery, Feed, Ledger, Outcome, SetAside
from bus.running import Health, Runner

E = TypeVar("E")

_AFTER_POLL = failpoints.declare("after_poll")
_AFTER_HANDLE = failpoints.declare("after_handle")
_BEFORE_COMMIT = failpoints.declare("before_commit")
_AFTER_COMMIT = failpoints.declare("after_commit")


@dataclass(frozen=True, slots=True)
class ConsumerSettings:
    """How much at a time, how long to wait, and how much set aside is too much."""

    limit: int = 500
    poll_s: float = 0.2
    backoff: Backoff = field(default_factory=Backoff)
    breaker: Breaker = field(default_factory=Breaker)


@dataclass(slots=True)
class _Handled(Generic[E]):
    """The part of a batch that was handled, and what kept us from the rest."""

    effects: list[E] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    positions: dict[tuple[str, int], int] = field(default_factory=dict)
    flags: list[bool] = field(default_factory=list)
    away: Exception | None = None

    def outcome(self) -> Outcome[E]:
        return Outcome(tuple(self.effects), tuple(self.set_aside), self.positions)


class Consumer(Generic[E]):
    """
    Carries deliveries from a feed through ``handle`` into a ledger.

    ``handle`` turns one delivery into its effects and may raise Unreadable (set aside, go on) or
    Unavailable (wait, and hand the same delivery over again). It may see a delivery twice, and
    then gives the same effects. A delivery whose ``body`` is None was erased. Whatever else it
    raises stops the consumer with the position unmoved.
    """

    def __init__(
        self,
        name: str,
        feed: Feed,
        ledger: Ledger[E],
        handle: Callable[[Delivery], Iterable[E]],
        settings: ConsumerSettings | None = None,
        *,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], float] = time.monotonic,
        watch: Watch = UNWATCHED,
    ) -> None:
        self._name, self._watch, self._clock = name, watch, clock
        self._feed, self._ledger, self._handle = feed, ledger, handle
        self._settings = settings or ConsumerSettings()
        self._breaker = self._settings.breaker
        self._adrift = True  # the feed does not stand where the ledger stands
        self._in_hand: Delivery | None = None
        self._runner = Runner(
            name,
            self.step,
            backoff=self._settings.backoff,
            chance=chance,
            whereabouts=self._whereabouts,
            clock=clock,
            in_hand=lambda: self._in_hand,
            watch=watch,
        )

    def run(self, stop: Event) -> None:
        """
        Consume until ``stop`` is set (then ends within a second or one delivery) or we err.

        Blocks; raises nothing: ``health`` and the log tell why it stopped. May be called again,
        and then goes on from the ledger's positions with a fresh breaker.
        """
        self._breaker, self._adrift = self._settings.breaker, True
        self._runner.run(stop)

    def health(self) -> Health:
        """Tell how the consumer is: running, waiting or stopped, why, and since when."""
        return self._runner.health()

    def step(self, stop: Event | None = None) -> int:
        """
        Take one batch through; return how many deliveries were committed, set aside ones included.

        Blocks for at most the poll's time, the handling and the commit. After any error the next
        step begins anew at the ledger's positions.

        Raises:
            Unavailable: feed or ledger is away, or the handler is at the first delivery. When it
                is at a later one, those before it are committed, and the next step comes to it.
            TooManySetAside: the breaker; nothing of this batch is committed.
            Exception: whatever ``handle`` raised; nothing of this batch is committed.
        """
        try:
            return self._advance(stop)
        except BaseException:
            self._adrift = True
            raise

    def _advance(self, stop: Event | None) -> int:
        self._return_to_the_ledger()
        batch = self._feed.poll(self._settings.limit, self._settings.poll_s)
        self._watch.polled(self._name)
        _AFTER_POLL.reach()
        began = self._clock()
        handled = self._handle_each(batch, stop)
        self._commit(handled, batch, began=began)
        if handled.away is not None and not handled.flags:
            raise handled.away
        self._adrift = len(handled.flags) < len(batch)
        return len(handled.flags)

    def _return_to_the_ledger(self) -> None:
        if self._adrift:
            self._in_hand = None
            positions = self._ledger.positions()
            self._feed.start(positions)
            self._watch.started(self._name, positions)
            self._adrift = False

    def _handle_each(self, batch: Sequence[Delivery], stop: Event | None) -> _Handled[E]:
        handled: _Handled[E] = _Handled()
        for delivery in batch:
            if stop is not None and stop.is_set():
                break
            self._in_hand = delivery
            try:
                self._handle_one(delivery, handled)
            except Exception as error:
                if not is_retriable(error):
                    raise
                handled.away = error
                break
            handled.positions[delivery.topic, delivery.partition] = delivery.position + 1
        return handled

    def _handle_one(self, delivery: Delivery, handled: _Handled[E]) -> None:
        try:
            effects = tuple(self._handle(delivery))
        except Unreadable as error:
            handled.set_aside.append(SetAside(delivery, error.reason, error.detail))
            handled.flags.append(True)
        else:
            handled.effects.extend(effects)
            handled.flags.append(False)

    def _commit(self, handled: _Handled[E], batch: Sequence[Delivery], *, began: float) -> None:
        if not handled.flags:
            return
        _AFTER_HANDLE.reach()
        between, outcome = self._clock(), handled.outcome()
        breaker = self._breaker.after(handled.flags)
        _BEFORE_COMMIT.reach()
        self._ledger.commit(outcome)
        self._breaker, self._in_hand = breaker, None
        _AFTER_COMMIT.reach()
        taken = batch[: len(handled.flags)]
        told = Batch(taken, outcome, between - began, self._clock() - between)
        self._watch.committed(self._name, told)

    def _whereabouts(self) -> str:
        it = self._in_hand
        return f"{it.topic}/{it.partition}@{it.position}" if it else "no delivery in hand"
