"""A watch that remembers what it was told, and a loop's parts in memory, for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bus.port import Delivery, Outcome, Positions
from tests.builders import NOW


class Remembering:
    """Keeps the promises of ``bus.measures.Watch`` by writing down each call."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.told.append((name, *given))

    def of(self, name: str) -> list[tuple[Any, ...]]:
        return [given for told, *given in self.told if told == name]


class ListFeed:
    """Gives the deliveries of a list, from the positions on."""

    def __init__(self, deliveries: Sequence[Delivery]) -> None:
        self._all, self._left = list(deliveries), []

    def start(self, positions: Positions) -> None:
        self._left = [
            it for it in self._all if it.position >= positions.get((it.topic, it.partition), 0)
        ]

    def poll(self, limit: int, timeout_s: float) -> Sequence[Delivery]:
        taken, self._left = self._left[:limit], self._left[limit:]
        return taken

    def close(self) -> None:
        return None


class ListLedger:
    """Keeps outcomes in memory."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome[Any]] = []

    def positions(self) -> Positions:
        found: dict[tuple[str, int], int] = {}
        for outcome in self.outcomes:
            found |= outcome.positions
        return found

    def commit(self, outcome: Outcome[Any]) -> None:
        self.outcomes.append(outcome)


def a_delivery(position: int = 0, topic: str = "things.received.v1", **changed: Any) -> Delivery:
    given = {"key": b"k", "headers": (), "body": b"{}", "recorded_at": NOW, "partition": 0}
    return Delivery(topic=topic, position=position, **(given | changed))
