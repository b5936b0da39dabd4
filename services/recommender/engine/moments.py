"""Moments: what "onset + 72 h" is worth for this patient, and how it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from services.recommender.engine.amounts import whole
from services.recommender.engine.clocks import NEVER, Clock
from services.recommender.engine.rows import Moment


class Due:
    """
    A moment of this plan.

    Attributes:
        hours: from receipt; may be negative for a moment that has passed.
        written: a date, or a date and time in UTC where the window counts hours.
        approximate: whether it is counted from a clock that is only about known.
    """

    __slots__ = ("approximate", "hours", "written")

    def __init__(self, hours: float, written: str, approximate: bool) -> None:
        self.hours, self.written, self.approximate = hours, written, approximate


@dataclass(frozen=True, slots=True)
class Calendar:
    """
    Where the clocks of one patient stand.

    Attributes:
        as_of: the moment of the decision, in the offset in which days are counted.
        clocks: name of a clock (see `Moment.clock`) → how long ago it started.
    """

    as_of: datetime
    clocks: Mapping[str, Clock | None]
    _dues: dict[tuple[Moment, bool], Due | None] = field(default_factory=dict, init=False)

    def due(self, moment: Moment | None, *, deadline: bool = False) -> Due | None:
        """
        The moment, or None when the row names none or its clock is not known.

        Said as a date, a deadline is the day on which it falls; a door opens or closes with the
        first day that has the moment behind it, as a plan made for that day will show.
        """
        if moment is None:
            return None
        key = (moment, deadline)
        if key not in self._dues:
            self._dues[key] = self._due(moment, deadline=deadline)
        return self._dues[key]

    def _due(self, moment: Moment, *, deadline: bool) -> Due | None:
        clock = self.clocks.get(moment.clock)
        if clock is None or clock.high == NEVER:
            return None
        hours = _ahead(moment, clock, as_counted=deadline or moment.counts_hours)
        if moment.counts_hours:
            return Due(hours, self.moment(hours), clock.approximate)
        hours = hours if deadline or not clock.high else self.to_midnight(hours)
        return Due(hours, self.day(hours), clock.approximate)

    def hours(self, moment: Moment) -> float | None:
        """Hours from receipt to a deadline; None when its clock is not known."""
        clock = self.clocks.get(moment.clock)
        if clock is None or clock.high == NEVER:
            return None
        return _ahead(moment, clock, as_counted=True)

    def day(self, hours: float) -> str:
        """The day on which that many hours from receipt end."""
        return (self.as_of + timedelta(hours=hours)).date().isoformat()

    def to_midnight(self, hours: float) -> float:
        """Hours until the first day that has that moment behind it begins."""
        at = self.as_of + timedelta(hours=hours)
        seconds = (at.hour * 60 + at.minute) * 60 + at.second
        into = (seconds * 1_000_000 + at.microsecond) / 1e6
        return hours if not into else hours + 24 - into / 3600

    def moment(self, hours: float) -> str:
        """Date and time, UTC, whole seconds."""
        at = (self.as_of + timedelta(hours=hours)).astimezone(UTC)
        return f"{at.replace(microsecond=0, tzinfo=None).isoformat()}Z"


def _ahead(moment: Moment, clock: Clock, *, as_counted: bool) -> float:
    # The clock's high end counts, so that a door counted from an uncertain onset is never
    # shown as open for longer than it may be; where that end lies past it, it is now. So it is
    # in the hour or day that still counts as within, which the tables let through to its end.
    ahead = moment.hours - clock.high
    low = whole(clock.low) if as_counted else clock.low
    if ahead < 0 <= moment.hours - low:
        return 0.0
    return ahead
