"""Others: what all answers but one let fire."""

from collections.abc import Container
from dataclasses import dataclass, field

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import Match


@dataclass(slots=True)
class Others:
    """
    The rows that the raw findings let fire, the answer to any one question left out.

    A row fires without one question if no answer stands against it, or that one alone. So it is
    enough to know which rows have one answer against them and which have several.
    """

    matched: Match
    knowledge: Knowledge
    _once: int = field(default=0, init=False)
    _twice: int = field(default=0, init=False)
    _asked_once: int = field(default=0, init=False)
    _asked_twice: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        once = twice = asked_once = asked_twice = 0
        masks = self.matched.by_finding
        for question, places in self.knowledge.asked_for:
            # Nearly every question is one finding; a call for each would cost as much again.
            if len(places) == 1:
                fires, _, _, asks = masks[places[0]]
                against = ~fires
            else:
                against, asks = self._of(question)
            twice |= once & against
            once |= against
            if asks:
                asked_twice |= asked_once & asks
                asked_once |= asks
        self._once, self._twice = once, twice
        self._asked_once, self._asked_twice = asked_once, asked_twice

    def than(self, question: str) -> tuple[int, int]:
        """The rows that the other answers let fire, and those that they ask about."""
        against, asks = self._of(question)
        fires = ~self._once | against & ~self._twice
        return fires, self._asked_once & ~asks | self._asked_twice

    def than_all(self, places: Container[int]) -> tuple[int, int]:
        """The same without any of these raw findings."""
        fires, asked = -1, 0
        for place in self.knowledge.read:
            if place < self.knowledge.raw_count and place not in places:
                mask = self.matched.by_finding[place]
                fires &= mask.fires
                asked |= mask.asks
        return fires, asked

    def _of(self, question: str) -> tuple[int, int]:
        """The rows that the answer to a question stands against, and those it asks about."""
        places = self.knowledge.units[question]
        if len(places) == 1:
            mask = self.matched.by_finding[places[0]]
            return ~mask.fires, mask.asks
        fires, asks = -1, 0
        for place in places:
            mask = self.matched.by_finding[place]
            fires &= mask.fires
            asks |= mask.asks
        return ~fires, asks
