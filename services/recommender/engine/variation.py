"""Variations: what would fire if one answer were another, without a full re-run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match

BLOCK = 8
"""Derived findings whose masks are joined together, so that few are joined again."""


@dataclass(slots=True)
class Variations:
    """
    Re-runs of one match with the answer to one question changed.

    The masks of all raw findings but those of one question are joined once, from the left
    and from the right; only the derived findings that a change reaches are derived anew. So
    a variation costs microseconds.
    """

    matched: Match
    knowledge: Knowledge
    _others: dict[str, int] = field(default_factory=dict)
    _fires: list[int] = field(default_factory=list)
    _blocks: list[int] = field(default_factory=list)
    _asks: list[tuple[int, int]] = field(default_factory=list)
    _unmoved: int | None = None

    def __post_init__(self) -> None:
        masks, taken = self.knowledge.masks, self.matched.taken
        found = [masks(place, value) for place, value in enumerate(taken)]
        self._fires = [mask.fires for mask in found]
        self._asks = [(place, mask.asks) for place, mask in enumerate(found) if mask.asks]
        self._join_raw()
        derived = self._fires[self.knowledge.raw_count :]
        self._blocks = [_all(derived[at : at + BLOCK]) for at in range(0, len(derived), BLOCK)]

    def _join_raw(self) -> None:
        units = self.knowledge.units
        own = [_all([self._fires[place] for place in places]) for places in units.values()]
        left, right = _running(own), _running(own[::-1])[::-1]
        for at, name in enumerate(units):
            self._others[name] = left[at] & right[at + 1]

    def with_answer(self, question: str, changes: Mapping[int, int]) -> tuple[int, int]:
        """
        Rows that fire, and rows that fire only if confirmed, under an answer.

        Args:
            question: the finding asked for.
            changes: the values of every raw finding that reports as it.
        """
        return self._with(changes, self._others[question])

    def with_clocks(self, changes: Mapping[int, int]) -> tuple[int, int]:
        """The same when time has passed: the values of every finding that is a clock."""
        if self._unmoved is None:
            raw = self._fires[: self.knowledge.raw_count]
            self._unmoved = _all([mask for at, mask in enumerate(raw) if at not in changes])
        return self._with(changes, self._unmoved)

    def _with(self, changes: Mapping[int, int], others: int) -> tuple[int, int]:
        fires, asks = others, 0
        for place, found in self._asks:
            if place not in changes:
                asks |= found
        for place, value in changes.items():
            mask = self.knowledge.masks(place, value)
            fires &= mask.fires
            asks |= mask.asks
        fires &= self._joined(self._moved(changes))
        return fires, asks & fires

    def _moved(self, changes: Mapping[int, int]) -> dict[int, int]:
        """The derived findings that take another value, in their order."""
        taken = self.matched.taken
        vector = list(taken)
        reached = 0
        for place, value in changes.items():
            if value != taken[place]:
                vector[place] = value
                reached |= 1 << place
        moved: dict[int, int] = {}
        for table in self.knowledge.derived:
            if table.reads & reached:
                at = table.finding.index
                value = table.taken(vector)
                if value != taken[at]:
                    vector[at] = moved[at] = value
                    reached |= 1 << at
        return moved

    def _joined(self, moved: Mapping[int, int]) -> int:
        first = self.knowledge.raw_count
        touched = {(at - first) // BLOCK for at in moved}
        fires = -1
        for block, found in enumerate(self._blocks):
            if block not in touched:
                fires &= found
        for block in touched:
            start = first + block * BLOCK
            for at in range(start, min(start + BLOCK, len(self._fires))):
                if at not in moved:
                    fires &= self._fires[at]
        for at, value in moved.items():
            fires &= self.knowledge.masks(at, value).fires
        return fires


def _all(masks: Sequence[int]) -> int:
    joined = -1
    for mask in masks:
        joined &= mask
    return joined


def _running(masks: Sequence[int]) -> list[int]:
    """The join of the masks before each place; -1 (every row) before the first."""
    found = [-1]
    for mask in masks:
        found.append(found[-1] & mask)
    return found
