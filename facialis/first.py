"""Something that has to be done before a loop begins, tried until it is."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from threading import Event

from bus.backoff import Backoff
from bus.errors import is_retriable
from bus.running import Health, describe
from facialis.loops import Loop

_logger = logging.getLogger("bus")


class First:
    """Runs a loop, and before that ``prepare``: again and again while what it needs is away."""

    def __init__(
        self,
        prepare: Callable[[], None],
        loop: Loop,
        *,
        backoff: Backoff | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._prepare, self._loop = prepare, loop
        self._backoff, self._chance = backoff or Backoff(), chance
        self._name = loop.health().name
        self._told: Health | None = Health(self._name, "stopped", None, None)

    def run(self, stop: Event) -> None:
        """Prepare, then run the loop. Blocks; raises nothing: ``health`` tells why it stopped."""
        failures = 0
        while self._told is not None and not stop.is_set():
            try:
                self._prepare()
            except Exception as error:
                if not is_retriable(error):
                    self._stopped(error)
                    return
                failures += 1
                self._wait(error, stop, failures)
            else:
                self._told = None
        self._loop.run(stop)

    def health(self) -> Health:
        """Tell how the preparing goes, and once it is done how the loop is."""
        return self._told or self._loop.health()

    def _wait(self, error: Exception, stop: Event, failures: int) -> None:
        delay_s = self._backoff.delay_s(failures, chance=self._chance)
        self._told = Health(self._name, "waiting", describe(error), None)
        _logger.warning("%s waits %.1f s: %s", self._name, delay_s, describe(error))
        stop.wait(delay_s)

    def _stopped(self, error: Exception) -> None:
        self._told = Health(self._name, "stopped", describe(error), None)
        _logger.critical("%s did not begin: %s", self._name, describe(error))
