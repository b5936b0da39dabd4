"""Keeps an outbox small: what was shipped and kept long enough goes, a little at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from bus.backoff import Backoff
from bus.embedded import Spool, Writer, prune
from bus.running import Health, Runner

REST_S = 30.0


class Tidying:
    """Deletes what is old, and rests for half a minute when there is nothing more."""

    def __init__(
        self,
        prune: Callable[[datetime], int],
        *,
        keep: timedelta,
        now: Callable[[], datetime],
        rest_s: float = REST_S,
    ) -> None:
        """
        Take what deletes.

        Args:
            prune: deletes some of what was shipped and recorded before a moment; tells how many.
            keep: how long what was shipped is kept.
        """
        self._prune, self._keep, self._now, self._rest_s = prune, keep, now, rest_s
        self._runner = Runner(
            "tidying",
            self._step,
            backoff=Backoff(),
            chance=random.random,
            whereabouts=lambda: "the oldest messages",
        )

    def run(self, stop: Event) -> None:
        """Tidy until ``stop`` is set. Blocks; raises nothing."""
        self._runner.run(stop)

    def health(self) -> Health:
        """Tell how it is now."""
        return self._runner.health()

    def _step(self, stop: Event) -> int:
        count = self._prune(self._now() - self._keep)
        if not count:
            stop.wait(self._rest_s)
        return count


def tidying_of_file(
    writer: Writer, spool: Spool, *, keep: timedelta, now: Callable[[], datetime]
) -> Tidying:
    """Tidy the log in a file, by how far its shipper says it has come."""

    def take_out(before: datetime) -> int:
        return prune(writer, shipped_up_to=spool.shipped_up_to(), before=before)

    return Tidying(take_out, keep=keep, now=now)
