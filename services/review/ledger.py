"""The station's ledger: effects, positions and set-asides, in one transaction of the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bus.port import Outcome, Positions
from schemas.topics import PLANS_SET_ASIDE
from services.review.effects import Effect
from services.review.settling import write_effects
from services.review.store.outbox import put
from services.review.store.positions import move_positions, read_positions
from services.review.store.store import Store
from services.set_aside import set_aside_message


class StoreLedger:
    """Keeps what the projection found; the same outcome committed twice takes effect once."""

    def __init__(
        self, store: Store, *, now: Callable[[], datetime], reader: str = "review"
    ) -> None:
        self._store, self._now, self._reader = store, now, reader

    def positions(self) -> Positions:
        """Return where the projection stands."""
        with self._store.reading() as connection:
            return read_positions(connection, self._reader)

    def commit(self, outcome: Outcome[Effect]) -> None:
        """
        Make effects, set-asides and positions durable: all of them or none.

        Raises:
            Unavailable: the store is busy, full or gone; nothing is known to be done.
        """
        asides = [
            set_aside_message(aside, onto=PLANS_SET_ASIDE, now=self._now)
            for aside in outcome.set_aside
        ]
        with self._store.writing() as connection:
            write_effects(connection, outcome.effects)
            put(connection, asides)
            move_positions(connection, self._reader, outcome.positions)
