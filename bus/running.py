"""Repeats one step until told to stop: waits when something is away, stops loudly when we err."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import Literal

from bus.backoff import Backoff
from bus.errors import BusError, is_retriable
from bus.measures import UNWATCHED, Watch
from bus.port import Delivery

State = Literal["running", "waiting", "stopped"]
_logger = logging.getLogger("bus")


@dataclass(frozen=True, slots=True)
class Health:
    """
    How a loop is: for readiness and for people.

    ``last_error`` is what it waits for, or what stopped it, without patient values; None after a
    step that went well. ``quiet_s`` is how many seconds ago a step last ended well, with or
    without anything to do; None before the first. ``step_s`` is how many seconds ago the step that
    it is in began, or the wait after it; None while it does not run. One that grows past any wait
    and any step there is means that a call does not return.
    """

    name: str
    state: State
    last_error: str | None
    quiet_s: float | None
    step_s: float | None = None


def _nothing_in_hand() -> Delivery | None:
    return None


class Runner:
    """
    Runs ``step`` again and again.

    ``whereabouts`` says for the log what was in hand, ``in_hand`` gives it to the log for its ids.
    """

    def __init__(
        self,
        name: str,
        step: Callable[[Event], int],
        *,
        backoff: Backoff,
        chance: Callable[[], float],
        whereabouts: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
        in_hand: Callable[[], Delivery | None] = _nothing_in_hand,
        watch: Watch = UNWATCHED,
    ) -> None:
        self._name, self._step, self._backoff = name, step, backoff
        self._chance, self._whereabouts, self._clock = chance, whereabouts, clock
        self._in_hand, self._watch = in_hand, watch
        self._state: State = "stopped"
        self._last_error: str | None = None
        self._last_progress: float | None = None
        self._step_began: float | None = None
        self._failures = 0

    def run(self, stop: Event) -> None:
        """
        Step until ``stop`` is set or a step raises what waiting cannot mend.

        Blocks; meant for a thread of its own, and may be called again after it returned. Raises
        nothing: ``health`` and the log tell why it stopped.
        """
        self._state, self._last_error, self._failures = "running", None, 0
        try:
            while not stop.is_set():
                self._step_or_wait(stop)
        except Exception as error:
            self._report_stop(error)
        finally:
            self._state, self._step_began = "stopped", None

    def health(self) -> Health:
        """Tell how it is now; safe from any thread."""
        quiet_s, step_s = self._since(self._last_progress), self._since(self._step_began)
        return Health(self._name, self._state, self._last_error, quiet_s, step_s)

    def _since(self, moment: float | None) -> float | None:
        return None if moment is None else self._clock() - moment

    def _step_or_wait(self, stop: Event) -> None:
        self._step_began = self._clock()
        try:
            self._step(stop)
        except Exception as error:
            if not is_retriable(error):
                raise
            self._wait(error, stop)
        else:
            self._state, self._last_error, self._failures = "running", None, 0
            self._last_progress = self._clock()

    def _wait(self, error: Exception, stop: Event) -> None:
        self._failures += 1
        delay_s = self._backoff.delay_s(self._failures, chance=self._chance)
        self._state, self._last_error = "waiting", describe(error)
        _logger.warning(
            "%s waits %.1f s: %s", self._name, delay_s, self._last_error, extra=self._ids()
        )
        self._step_began = self._clock()
        self._watch.waited(self._name, error)
        stop.wait(delay_s)

    def _report_stop(self, error: Exception) -> None:
        self._last_error = describe(error)
        where = self._whereabouts()
        _logger.critical(
            "%s stopped at %s: %s", self._name, where, self._last_error, extra=self._ids()
        )

    def _ids(self) -> dict[str, object]:
        return {"loop": self._name, "delivery": self._in_hand()}


def describe(error: Exception) -> str:
    """
    Say what an error is without what it holds.

    Ours speak for themselves; of any other only class and place are told, since its message may
    quote a patient's values.
    """
    if isinstance(error, BusError):
        return f"{type(error).__name__}: {error}"
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{it.filename}:{it.lineno} {it.name}" for it in reversed(frames))
    return f"{type(error).__name__} in {places or 'an unknown place'}"
