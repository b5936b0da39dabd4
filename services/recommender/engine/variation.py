"""Variations: what would fire if one answer were another, without a full re-run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.recommender.engine.knowledge import Change, Knowledge
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
    _others: dict[str, tuple[int, int]] = field(default_factory=dict)
    _fires: list[int] = field(default_factory=list)
    _asks: list[int] = field(default_factory=list)
    _blocks: list[int] = field(default_factory=list)
    _derived: int = -1
    _unmoved: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self._fires = [mask.fires for mask in self.matched.by_finding]
        self._asks = [mask.asks for mask in self.matched.by_finding]
        derived = self._fires[self.knowledge.raw_count :]
        self._blocks = [_every(derived[at : at + BLOCK]) for at in range(0, len(derived), BLOCK)]
        self._derived = _every(self._blocks)
        self._join_raw()

    def _join_raw(self) -> None:
        units = self.knowledge.units
        fires = [_every([self._fires[at] for at in places]) for places in units.values()]
        asks = [_any([self._asks[at] for at in places]) for places in units.values()]
        left, right = _running_every(fires), _running_every(fires[::-1])[::-1]
        before, after = _running_any(asks), _running_any(asks[::-1])[::-1]
        for at, name in enumerate(units):
            self._others[name] = left[at] & right[at + 1], before[at] | after[at + 1]

    def with_answer(self, question: str, change: Change) -> tuple[int, int]:
        """Rows that fire, and rows that fire only if confirmed, under an answer."""
        return self._with(change, *self._others[question])

    def with_clocks(self, change: Change) -> tuple[int, int]:
        """The same when time has passed: a change of every finding that is a clock."""
        if self._unmoved is None:
            raw = range(self.knowledge.raw_count)
            still = [at for at in raw if at not in change.values]
            fires, asks = [self._fires[at] for at in still], [self._asks[at] for at in still]
            self._unmoved = _every(fires), _any(asks)
        return self._with(change, *self._unmoved)

    def _with(self, change: Change, fires: int, asks: int) -> tuple[int, int]:
        fires &= change.fires
        if fires:
            moved = self._moved(change) if change.reaches else None
            fires &= self._joined(moved) if moved else self._derived
        return fires, (asks | change.asks) & fires

    def _moved(self, change: Change) -> dict[int, int]:
        """The derived findings that take another value, in their order."""
        taken = self.matched.taken
        vector = list(taken)
        reached = 0
        for place, value in change.values.items():
            if value != taken[place]:
                vector[place] = value
                reached |= 1 << place
        moved: dict[int, int] = {}
        for table in change.reaches:
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


def _every(masks: Sequence[int]) -> int:
    joined = -1
    for mask in masks:
        joined &= mask
    return joined


def _any(masks: Sequence[int]) -> int:
    joined = 0
    for mask in masks:
        joined |= mask
    return joined


def _running_every(masks: Sequence[int]) -> list[int]:
    """What all masks before each place have in common; -1 (every row) before the first."""
    found = [-1]
    for mask in masks:
        found.append(found[-1] & mask)
    return found


def _running_any(masks: Sequence[int]) -> list[int]:
    """What any mask before each place has; 0 before the first."""
    found = [0]
    for mask in masks:
        found.append(found[-1] | mask)
    return found
