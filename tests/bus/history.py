"""
Checks a history: what clients were told, against what is there afterwards.

    every acknowledged event has exactly one effect
    nothing has an effect that was refused, or that nobody sent
    of one key, what was acknowledged before the next was sent has its effect before it
    positions never move back

An event that was sent and neither acknowledged nor refused is unknown: it may have one effect or
none. The checker knows no bus; hand it what was read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from math import inf


@dataclass
class History:
    """What clients did, in the order in which it happened; safe for one thread per key."""

    keys: dict[str, str] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)
    acknowledged: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    _moments: Iterable[int] = field(default_factory=count)

    def send(self, event_id: str, key: str) -> None:
        """A client sends an event, for the first time or again."""
        self.keys[event_id] = key
        self.sent.setdefault(event_id, next(self._moments))
        self.refused.discard(event_id)

    def acknowledge(self, event_id: str) -> None:
        """It was told that the event is safe."""
        self.acknowledged.setdefault(event_id, next(self._moments))

    def refuse(self, event_id: str) -> None:
        """It was told that the event was not taken."""
        self.refused.add(event_id)


def faults(
    history: History,
    effects: Sequence[str],
    positions: Sequence[Mapping[object, int]] = (),
) -> list[str]:
    """
    List what is wrong; empty when all is well.

    ``effects`` names the event behind each effect, in the order in which a reader sees those of
    one key. ``positions`` are looks at one consumer's positions, the earliest first.
    """
    return [
        *_lost_and_doubled(history, effects),
        *_from_nowhere(history, effects),
        *_out_of_order(history, effects),
        *_moved_back(positions),
    ]


def _lost_and_doubled(history: History, effects: Sequence[str]) -> Iterable[str]:
    times = Counter(effects)
    for event_id in history.acknowledged:
        if not times[event_id]:
            yield f"lost: {event_id} was acknowledged and has no effect"
    for event_id, number in times.items():
        if number > 1:
            yield f"doubled: {event_id} has {number} effects"


def _from_nowhere(history: History, effects: Sequence[str]) -> Iterable[str]:
    for event_id in effects:
        if event_id not in history.sent:
            yield f"from nowhere: {event_id} was never sent"
        elif event_id in history.refused - history.acknowledged.keys():
            yield f"refused: {event_id} was refused and has an effect"


def _out_of_order(history: History, effects: Sequence[str]) -> Iterable[str]:
    latest: dict[str, tuple[int, str]] = {}
    for event_id in effects:
        if event_id not in history.sent:
            continue
        key, sent = history.keys[event_id], history.sent[event_id]
        before = latest.get(key, (-1, ""))
        if history.acknowledged.get(event_id, inf) < before[0]:
            yield f"out of order: {event_id} was acknowledged before {before[1]} was sent"
        latest[key] = max(before, (sent, event_id))


def _moved_back(positions: Sequence[Mapping[object, int]]) -> Iterable[str]:
    for before, after in pairwise(positions):
        for place, position in before.items():
            if after.get(place, 0) < position:
                yield f"moved back: {place} from {position} to {after.get(place, 0)}"
