"""
Rebuilding what the store knows from the topics, while the projection goes on.

Everything is read again into a shadow, until the shadow stands where the projection stands. Then
one transaction makes the store say what the shadow says. Decisions, who opened what, people and
the outbox are facts that no topic could give back: they are not touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from threading import Event

from sqlalchemy import Connection, func, select

from bus import failpoints
from bus.breaker import Breaker
from bus.consume import Consumer, ConsumerSettings
from bus.errors import Unavailable
from bus.port import Feed, Outcome, Positions
from services.review.absorb import key_of
from services.review.effects import Effect
from services.review.projection import project
from services.review.settling import settle_afresh, write_effects_alone
from services.review.store.assessments import read_forgotten
from services.review.store.bodies import keep_bodies
from services.review.store.positions import move_positions, read_positions
from services.review.store.shadow import Shadow, patients_untold, shadow_of, take_over
from services.review.store.store import Store
from services.review.store.tables import decisions, plans
from services.review.store.turns import take_alone

_SHADOW = "rebuild"
_AT_ONCE = 500
_REST_S = 0.2
# What cannot be read was set aside when the projection came to it, and judged then.
_LENIENT = Breaker(in_a_row=1_000_000_000, share=1.0)

_BEFORE_MERGE = failpoints.declare("rebuild.before_merge")
_BEFORE_COMMIT = failpoints.declare("rebuild.before_commit")


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """
    What came of it.

    Attributes:
        deliveries: how many were read.
        changed: how many assessments and plans the store had otherwise, or not at all.
        untold: how many patients have something that the topics no longer tell, since it expired
            or was erased; it stays as it was.
    """

    deliveries: int
    changed: int
    untold: int


class TopicsEndBefore(Exception):
    """
    The topics end before the place that the projection has reached; nothing was changed.

    They are other topics, or have lost something: whoever runs the line finds out which.
    """

    def __init__(self, missing: Positions, reached: Positions) -> None:
        places = ", ".join(
            f"{topic}/{partition}: {reached.get((topic, partition), 0)} of {position}"
            for (topic, partition), position in sorted(missing.items())
        )
        super().__init__(
            f"The topics end before the place that the store has reached ({places}). Nothing was "
            "changed. Are these the brokers, or is this the folder, that the store was fed from?"
        )


class RebuildStopped(Exception):
    """It was told to stop; nothing was changed."""


def rebuild(
    store: Store,
    read: Callable[[], Feed],
    *,
    reader: str = "review",
    patience_s: float = 30.0,
    progress: Callable[[int], None] = lambda deliveries: None,
    stop: Event | None = None,
) -> Rebuilt:
    """
    Build what the store knows of assessments and plans again, from the topics.

    The projection may go on meanwhile, in this process or in another; so may decisions. Forgetting
    a patient may not: what was read before would come back. Who was forgotten earlier stays so.
    Blocks until it is done.

    Args:
        read: opens a feed of the topics that are read here, which is then read from the start.
        reader: whose positions are to be reached.
        patience_s: how many seconds the topics may be silent, or anything away, before it gives up.
        progress: told after each batch how many deliveries were read.
        stop: ends it when it is set.

    Raises:
        TopicsEndBefore: they end before the projection's positions.
        RebuildRunning: another process rebuilds this store.
        RebuildStopped: ``stop`` was set.
        Unavailable: topics or store were away for too long. As after all of these, and after a
            crash at any moment, the store is as it was; start again.
    """
    with shadow_of(store) as shadow, closing(read()) as feed:
        first, ledger = _last_decision(store), _ShadowLedger(store, shadow)
        reading = _Reading(feed, ledger, patience_s=patience_s, progress=progress)
        while True:
            while missing := _missing(_reached(store, reader), ledger.reached):
                if stop is not None and stop.is_set():
                    raise RebuildStopped
                reading.step(missing)
            _BEFORE_MERGE.reach()
            if merged := _merge(shadow, ledger.reached, reader=reader, since=first):
                return Rebuilt(reading.deliveries, *merged)


class _ShadowLedger:
    """
    Keeps what the projection finds in the shadow, but for bodies, which any plan may share.

    What was forgotten stays so, where the topics still tell it.
    """

    def __init__(self, store: Store, shadow: Shadow) -> None:
        self._store, self._shadow = store, shadow
        with store.reading() as connection:
            self._forgotten = read_forgotten(connection)
        self.reached: dict[tuple[str, int], int] = {}

    def positions(self) -> Positions:
        with self._shadow.writing() as connection:
            self.reached = read_positions(connection, _SHADOW)
        return self.reached

    def commit(self, outcome: Outcome[Effect]) -> None:
        told = [each for each in outcome.effects if key_of(each) not in self._forgotten]
        with self._shadow.writing() as connection:
            bodies = write_effects_alone(connection, told)
            move_positions(connection, _SHADOW, outcome.positions)
            if bodies:
                with self._store.writing() as live:
                    keep_bodies(live, bodies)
        self.reached |= outcome.positions


class _Reading:
    """Takes one batch after the other through; loses patience when nothing comes."""

    def __init__(
        self,
        feed: Feed,
        ledger: _ShadowLedger,
        *,
        patience_s: float,
        progress: Callable[[int], None],
    ) -> None:
        settings = ConsumerSettings(limit=_AT_ONCE, poll_s=_REST_S, breaker=_LENIENT)
        self._consumer = Consumer(_SHADOW, feed, ledger, project, settings)
        self._ledger, self._patience_s, self._progress = ledger, patience_s, progress
        self._heard_at = time.monotonic()
        self.deliveries = 0

    def step(self, missing: Positions) -> None:
        try:
            count = self._consumer.step()
        except Unavailable:
            if self._silent():
                raise
            time.sleep(_REST_S)
            return
        if count:
            self.deliveries += count
            self._heard_at = time.monotonic()
            self._progress(self.deliveries)
        elif self._silent():
            raise TopicsEndBefore(missing, self._ledger.reached)

    def _silent(self) -> bool:
        return time.monotonic() - self._heard_at > self._patience_s


def _merge(
    shadow: Shadow, reached: Positions, *, reader: str, since: int
) -> tuple[int, int] | None:
    """Take the shadow over; None when the projection has gone on in the meantime."""
    with shadow.merging() as connection:
        take_alone(connection)
        if _missing(read_positions(connection, reader), reached):
            return None
        changed, untold = take_over(connection), patients_untold(connection)
        for some in _in_parts(untold | _decided_on(connection, since)):
            settle_afresh(connection, some)
        move_positions(connection, reader, reached)
        _BEFORE_COMMIT.reach()
    return changed, len(untold)


def _reached(store: Store, reader: str) -> Positions:
    with store.reading() as connection:
        return read_positions(connection, reader)


def _missing(wanted: Positions, reached: Positions) -> Positions:
    return {place: it for place, it in wanted.items() if it > reached.get(place, 0)}


def _last_decision(store: Store) -> int:
    # Alone: a decision that is being recorded has its number already, and nobody sees it yet.
    with store.writing() as connection:
        take_alone(connection)
        return connection.scalar(select(func.max(decisions.c.number))) or 0


def _decided_on(connection: Connection, since: int) -> set[str]:
    pairs = plans.join(decisions, plans.c.plan_id == decisions.c.plan_id)
    query = select(plans.c.patient_ref).select_from(pairs).where(decisions.c.number > since)
    return set(connection.scalars(query.distinct()))


def _in_parts(patients: set[str]) -> Iterator[set[str]]:
    rest = iter(sorted(patients))
    while part := set(islice(rest, _AT_ONCE)):
        yield part
