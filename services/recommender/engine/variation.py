"""Variations: what would be offered if one answer were another, without a full re-run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match


@dataclass(slots=True)
class Variations:
    """
    Re-runs of one match with some raw values changed.

    Only what a change can reach is derived anew, and the masks of all that stays are joined
    once, from the left and from the right; so a variation costs microseconds.
    """

    matched: Match
    knowledge: Knowledge
    _left: list[int] = field(default_factory=list)
    _right: list[int] = field(default_factory=list)
    _derived: int = 0
    _fires: list[int] = field(default_factory=list)
    _asks: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        masks = self.knowledge.masks
        found = [masks(place, value) for place, value in enumerate(self.matched.taken)]
        self._fires = [mask.fires for mask in found]
        self._asks = [mask.asks for mask in found]
        raw = self._fires[: self.knowledge.raw_count]
        self._left = _running_and(raw)
        self._right = _running_and(raw[::-1])[::-1]
        self._derived = _running_and(self._fires[self.knowledge.raw_count :])[-1]

    def with_changes(self, changes: Mapping[int, int]) -> tuple[int, int]:
        """Rows that fire, and rows that fire only if confirmed, under these raw values."""
        vector = list(self.matched.taken)
        for place, value in changes.items():
            vector[place] = value
        fires = self._raw_without(changes) & self._derived_with(vector, changes)
        asks = 0
        for place, found in enumerate(self._asks):
            if found and place not in changes:
                asks |= found
        masks = self.knowledge.masks
        for place, value in changes.items():
            mask = masks(place, value)
            fires &= mask.fires
            asks |= mask.asks
        return fires, asks & fires

    def _raw_without(self, changes: Mapping[int, int]) -> int:
        if len(changes) == 1:
            (place,) = changes
            return self._left[place] & self._right[place + 1]
        fires = -1
        for place, found in enumerate(self._fires[: self.knowledge.raw_count]):
            if place not in changes:
                fires &= found
        return fires

    def _derived_with(self, vector: list[int], changes: Mapping[int, int]) -> int:
        knowledge, taken = self.knowledge, self.matched.taken
        moved: dict[int, int] = {}
        for place in changes:
            for table in knowledge.closure[place]:
                at = table.finding.index
                value = table.taken(vector)
                vector[at] = value
                if value != taken[at]:
                    moved[at] = value
                else:
                    moved.pop(at, None)
        if not moved:
            return self._derived
        fires = -1
        for place in range(knowledge.raw_count, len(taken)):
            if place in moved:
                fires &= knowledge.masks(place, moved[place]).fires
            else:
                fires &= self._fires[place]
        return fires


def _running_and(masks: Sequence[int]) -> list[int]:
    """The join of the masks before each place; -1 (every row) before the first."""
    found = [-1]
    for mask in masks:
        found.append(found[-1] & mask)
    return found
