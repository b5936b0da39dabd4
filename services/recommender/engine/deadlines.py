"""Deadlines: which rows want their item done within so many hours, for one patient's clocks."""

from dataclasses import dataclass, field

from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.moments import Calendar


@dataclass(slots=True)
class Deadlines:
    """
    The rows that say by when, against one calendar.

    Attributes:
        rows: the rows that can count, as bits; the others are left out.
    """

    calendar: Calendar
    rows: int
    knowledge: Knowledge
    _hours: list[tuple[float, int]] | None = None
    _within: dict[float, int] = field(default_factory=dict)

    def within(self, hours: float) -> int:
        """The rows that want their item done at most that many hours from receipt, as bits."""
        found = self._within.get(hours)
        if found is None:
            found = 0
            for due, rows in self._dues():
                if due <= hours:
                    found |= rows
            self._within[hours] = found
        return found

    def _dues(self) -> list[tuple[float, int]]:
        if self._hours is None:
            said = ((moment, rows & self.rows) for moment, rows in self.knowledge.joining.due)
            dues = ((self.calendar.hours(moment), rows) for moment, rows in said if rows)
            self._hours = [(hours, rows) for hours, rows in dues if hours is not None]
        return self._hours
