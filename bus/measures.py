"""What a loop tells of itself while it works: for measuring, never for deciding."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bus.port import Delivery, Message, Outcome, Positions


@dataclass(frozen=True, slots=True)
class Batch:
    """
    What a loop took through at once, told after its commit.

    ``deliveries`` are those that were handled, set-aside ones included, in the order in which they
    came; ``handling_s`` and ``committing_s`` are the seconds that either took.
    """

    deliveries: Sequence[Delivery]
    outcome: Outcome[Any]
    handling_s: float
    committing_s: float


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many messages wait, and since when the oldest does; None when that is not known."""

    events: int
    oldest: datetime | None = None


class Watch(Protocol):
    """
    Is told what loops do, each by its name.

    Called from the thread of the loop, between its steps: it returns at once and raises nothing.
    """

    def started(self, loop: str, positions: Positions) -> None:
        """Tell that the loop reads from these positions on; what was in hand comes again."""
        ...

    def polled(self, loop: str) -> None:
        """Tell that its source answered, with something or with nothing."""
        ...

    def committed(self, loop: str, batch: Batch) -> None:
        """Tell of a batch whose effects and positions are durable."""
        ...

    def shipped(self, loop: str, messages: Sequence[Message], seconds: float) -> None:
        """Tell of messages that are durable elsewhere, and how long publishing took."""
        ...

    def waited(self, loop: str, error: Exception) -> None:
        """Tell that something is away, and that the loop waits before it tries again."""
        ...

    def assigned(self, loop: str, places: Collection[tuple[str, int]]) -> None:
        """Tell which (topic, partition) are the loop's from now on, where several share them."""
        ...

    def ends(self, loop: str, ends: Mapping[tuple[str, int], int]) -> None:
        """Tell where partitions end now: the position of the next message to be written there."""
        ...


class Unwatched:
    """Keeps the promises of ``Watch`` and looks at nothing."""

    def started(self, loop: str, positions: Positions) -> None:
        """Look at nothing."""

    def polled(self, loop: str) -> None:
        """Look at nothing."""

    def committed(self, loop: str, batch: Batch) -> None:
        """Look at nothing."""

    def shipped(self, loop: str, messages: Sequence[Message], seconds: float) -> None:
        """Look at nothing."""

    def waited(self, loop: str, error: Exception) -> None:
        """Look at nothing."""

    def assigned(self, loop: str, places: Collection[tuple[str, int]]) -> None:
        """Look at nothing."""

    def ends(self, loop: str, ends: Mapping[tuple[str, int], int]) -> None:
        """Look at nothing."""


UNWATCHED: Watch = Unwatched()
