"""Keeps a consumer's output on Kafka, and its position behind it."""

from __future__ import annotations

from collections.abc import Callable

from bus import failpoints
from bus.kafka.feed import KafkaFeed
from bus.port import Message, Outcome, Positions, Publisher, SetAside

_BEFORE_POSITIONS = failpoints.declare("kafka.before_positions")
_AFTER_POSITIONS = failpoints.declare("kafka.after_positions")


class KafkaLedger:
    """
    Keeps the promises of ``bus.port.Ledger`` for a consumer whose effects are messages.

    Effects and set-asides are acknowledged first, every one of them, and then the positions move.
    A crash in between leaves effects without a position: they are made and published again under
    the same ids, and whoever reads them passes over the repeat. ``feed`` is the one that this
    consumer polls, since only a member of its group may move the group's positions. When the
    set-aside topic is away, the commit waits; nothing is dropped.
    """

    def __init__(
        self, feed: KafkaFeed, publisher: Publisher, set_aside: Callable[[SetAside], Message]
    ) -> None:
        self._feed, self._publisher, self._set_aside = feed, publisher, set_aside

    def positions(self) -> Positions:
        """Return where the group stands."""
        return self._feed.committed()

    def commit(self, outcome: Outcome[Message]) -> None:
        """Publish effects and set-asides, see all of them acknowledged, then move the positions."""
        messages = [*outcome.effects, *map(self._set_aside, outcome.set_aside)]
        self._publisher.publish(messages)
        _BEFORE_POSITIONS.reach()
        self._feed.commit(outcome.positions)
        _AFTER_POSITIONS.reach()
