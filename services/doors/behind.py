"""How far a loop is behind the ends of its partitions, from what it tells while it reads."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock

Place = tuple[str, int]

_REMEMBERED = 512


@dataclass(slots=True)
class _Partition:
    """Where a loop stands, and when which end was first seen; ``grew`` is oldest first."""

    position: int | None = None
    end: int = 0
    grew: deque[tuple[int, float]] = field(default_factory=deque)

    def reach(self, position: int) -> None:
        self.position = position
        while self.grew and self.grew[0][0] <= position:
            self.grew.popleft()

    def see(self, end: int, at: float) -> None:
        self.end = end
        known = self.grew[-1][0] if self.grew else self.position or 0
        if end <= known:
            return
        if len(self.grew) == _REMEMBERED:
            # The oldest must stay, since it says how long we wait; what lies between need not.
            del self.grew[-1]
        self.grew.append((end, at))


class Behind:
    """
    Where a loop stands in its partitions, and where they end.

    A broker tells the end of a partition but not how old the oldest unread event is. That is
    counted from when an end beyond our position was first seen: a little short, never too long.
    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._partitions: dict[Place, _Partition] = {}
        self._lock = Lock()

    def started(self, positions: Mapping[Place, int]) -> None:
        """Stand at these positions."""
        self.reached(positions)

    def reached(self, positions: Mapping[Place, int]) -> None:
        """Stand at these positions."""
        with self._lock:
            for place, position in positions.items():
                self._partitions.setdefault(place, _Partition()).reach(position)

    def ends(self, ends: Mapping[Place, int], *, at: float) -> None:
        """See where partitions end, at a moment in seconds that only go forward."""
        with self._lock:
            for place, end in ends.items():
                self._partitions.setdefault(place, _Partition()).see(end, at)

    def keep_only(self, places: Collection[Place]) -> None:
        """Forget the partitions that others read now."""
        with self._lock:
            kept = {place: it for place, it in self._partitions.items() if place in places}
            self._partitions = kept

    def positions(self) -> dict[Place, int]:
        """Tell where the loop stands."""
        with self._lock:
            return {
                place: it.position
                for place, it in self._partitions.items()
                if it.position is not None
            }

    def lag(self, *, at: float) -> Iterator[tuple[Place, int, float]]:
        """Tell of each partition how many events are unread, and how long the oldest has waited."""
        with self._lock:
            told = [
                (
                    place,
                    max(0, it.end - (it.position or 0)),
                    at - it.grew[0][1] if it.grew else 0.0,
                )
                for place, it in self._partitions.items()
            ]
        return iter(told)
