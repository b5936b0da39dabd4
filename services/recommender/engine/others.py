"""Others: what all answers but one let fire."""

from collections.abc import Container
from dataclasses import dataclass, field

from services.recommender.engine.findings import without
from services.recommender.engine.knowledge import Knowledge, Questions
from services.recommender.engine.match import Match


@dataclass(slots=True)
class Others:
    """
    Of the rows that decide those that the raw findings let fire, one answer left out.

    A row fires without one question if no answer stands against it, or that one alone. So it is
    enough to know which rows have one answer against them and which have several.
    """

    matched: Match
    knowledge: Knowledge
    _once: int = field(default=0, init=False)
    _twice: int = field(default=0, init=False)
    _asked_once: int = field(default=0, init=False)
    _asked_twice: int = field(default=0, init=False)
    _timeless: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self._join(self.knowledge.asked_untimed)
        self._timeless = self._once, self._asked_once
        self._join(self.knowledge.asked_timed)

    def _join(self, questions: Questions) -> None:
        """Join what the answers to some questions more stand against, and ask about."""
        masks = self.matched.by_finding
        once, twice = self._once, self._twice
        asked_once, asked_twice = self._asked_once, self._asked_twice
        for question, places in questions:
            # Nearly every question is one finding; a call for each would cost as much again.
            if len(places) == 1:
                mask = masks[places[0]]
                against, asks = mask.against, mask.asks
            else:
                against, asks = self._of(question)
            if against:
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
        asked = without(self._asked_once, asks) | self._asked_twice if asks else self._asked_once
        barred = without(self._once, against) | self._twice if against else self._once
        return self.knowledge.mattering ^ barred, asked

    def than_clocks(self, clocks: Container[int]) -> tuple[int, int]:
        """The same without any of these clocks."""
        against, asked = self._timeless
        for _, places in self.knowledge.asked_timed:
            for place in places:
                mask = self.matched.by_finding[place]
                if (mask.against or mask.asks) and place not in clocks:
                    against |= mask.against
                    asked |= mask.asks
        return self.knowledge.mattering ^ against, asked

    def _of(self, question: str) -> tuple[int, int]:
        """The rows that the answer to a question stands against, and those it asks about."""
        against = asks = 0
        for place in self.knowledge.units[question]:
            mask = self.matched.by_finding[place]
            against |= mask.against
            asks |= mask.asks
        return against, asks
