"""Time that can pass within a scenario."""

from __future__ import annotations

from datetime import datetime, timedelta

from facialis import clock


class PassingTime:
    """
    The clock of the line that promises are tried on.

    It only goes forward: each scenario begins where the one before it ended.
    """

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        """Tell the time."""
        return clock.now() + self._ahead

    def let_pass(self, *, days: float) -> None:
        """Let some days pass at once."""
        self._ahead += timedelta(days=days)
