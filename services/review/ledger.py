"""The station's ledger: effects, positions and set-asides, in one transaction of the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bus.port import Outcome, Positions
from services.review.absorb import absorb, keys_named_by, patient_of
from services.review.effects import Effect
from services.review.set_aside import set_aside_message
from services.review.standing import settle
from services.review.store.bodies import keep_bodies
from services.review.store.knowing import read_records, write_records
from services.review.store.outbox import put
from services.review.store.positions import move_positions, read_positions
from services.review.store.store import Store


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
        asides = [set_aside_message(aside, now=self._now) for aside in outcome.set_aside]
        with self._store.writing() as connection:
            write_effects(connection, outcome.effects)
            put(connection, asides)
            move_positions(connection, self._reader, outcome.positions)


def write_effects(connection: Connection, effects: Sequence[Effect]) -> None:
    """Bring what is known of the patients concerned up to date, in the transaction that is open."""
    if not effects:
        return
    before = read_records(
        connection,
        patients={patient_of(effect) for effect in effects},
        keys={key for effect in effects for key in keys_named_by(effect)},
    )
    after = before.copy()
    keep_bodies(connection, absorb(effects, after))
    settle(after)
    write_records(connection, before=before, after=after)
