"""Moments: what "onset + 72 h" is worth for this patient, and how it is written."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from services.recommender.engine.clocks import NEVER, Clock
from services.recommender.engine.rows import Moment


@dataclass(frozen=True, slots=True)
class Due:
    """
    A moment of this plan.

    Attributes:
        hours: from receipt; may be negative for a moment that has passed.
        written: a date, or a date and time in UTC where the window counts hours.
        approximate: whether it is counted from a clock that is only about known.
    """

    hours: float
    written: str
    approximate: bool = False


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

    def due(self, moment: Moment | None) -> Due | None:
        """The moment, or None when the row names none or its clock is not known."""
        if moment is None:
            return None
        clock = self.clocks.get(moment.clock)
        if clock is None or clock.high == NEVER:
            return None
        hours = _ahead(moment, clock)
        written = self.moment(hours) if moment.counts_hours else self.day(hours)
        return Due(hours, written, clock.approximate)

    def day(self, hours: float) -> str:
        """The day on which that many hours from receipt end."""
        return (self.as_of + timedelta(hours=hours)).date().isoformat()

    def moment(self, hours: float) -> str:
        """Date and time, UTC, whole seconds."""
        at = (self.as_of + timedelta(hours=hours)).astimezone(UTC)
        return at.replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def _ahead(moment: Moment, clock: Clock) -> float:
    # The clock's high end counts, so that a door counted from an uncertain onset is never
    # shown as open for longer than it may be; where that end lies past it, it is now.
    ahead = moment.hours - clock.high
    if ahead < 0 <= moment.hours - clock.low:
        return 0.0
    return ahead if moment.counts_hours else math.ceil(ahead / 24) * 24.0
