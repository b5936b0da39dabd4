"""Tells bad data from a bad release: too much set aside at once means that we are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bus.errors import TooManySetAside


@dataclass(frozen=True, slots=True)
class Breaker:
    """
    What was set aside lately, and how much of it is too much.

    ``in_a_row`` set aside one after the other are too many; so is more than ``share`` of the last
    ``window`` deliveries, judged once there were so many. The first ``pardoned`` that are set
    aside do not count at all: an operator has looked at them, and said so.
    """

    in_a_row: int = 20
    share: float = 0.05
    window: int = 1000
    pardoned: int = 0
    run: int = 0
    recent: tuple[bool, ...] = ()

    def after(self, batch: Sequence[bool]) -> Breaker:
        """
        Return the breaker after this batch; True stands for a delivery set aside.

        Raises:
            TooManySetAside: the batch goes over a limit; this breaker is as it was.
        """
        counted, pardoned = self._without_pardoned(batch)
        run, recent = self.run, [*self.recent, *counted]
        for place, set_aside in enumerate(counted, start=len(self.recent) + 1):
            run = run + 1 if set_aside else 0
            if set_aside:
                self._judge(run, recent[max(0, place - self.window) : place])
        return replace(self, run=run, recent=tuple(recent[-self.window :]), pardoned=pardoned)

    def _without_pardoned(self, batch: Sequence[bool]) -> tuple[list[bool], int]:
        counted, left = [], self.pardoned
        for set_aside in batch:
            if set_aside and left:
                left -= 1
            else:
                counted.append(set_aside)
        return counted, left

    def _judge(self, run: int, recent: list[bool]) -> None:
        if run >= self.in_a_row:
            raise TooManySetAside(f"{run} deliveries in a row could not be read")
        if len(recent) == self.window and sum(recent) > self.share * self.window:
            raise TooManySetAside(
                f"{sum(recent)} of the last {self.window} deliveries could not be read"
            )
