"""How long to wait for something that is away: longer each time, and never all at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits in seconds: the first at most ``least_s``, each next twice that, up to ``most_s``."""

    least_s: float = 0.1
    most_s: float = 30.0

    def delay_s(self, times: int, *, chance: Callable[[], float]) -> float:
        """
        Return the wait after the ``times``-th failure in a row (1 is the first).

        ``chance`` gives a number from 0 to 1; the wait lies between half and the whole of its
        step, so that consumers which failed together do not return together.
        """
        # Past 2**30 steps the product would only grow into infinity.
        step = min(self.most_s, self.least_s * 2.0 ** min(times - 1, 30))
        return step * (0.5 + chance() / 2)
