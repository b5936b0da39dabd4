"""Clocks: how long ago things began, and where they will stand when time has passed."""

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from services.recommender.engine.amounts import DAYS_OF_HOUR_COUNTING, HOURS, whole
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import Finding

Treatment = dict[str, Any]
NEVER = math.inf
COUNTED_IN_DAYS = DAYS_OF_HOUR_COUNTING * 24


class Clock:
    """
    A span of time known within limits.

    Attributes:
        low, high: hours from its start to `as_of`, before rounding; equal when known.
        runs: whether it goes on as time passes (a course of therapy that ended does not).
        approximate: whether doors counted from it are said as "about".
        by_day: whether it began on a day without a time of day. From two weeks on, where days
            are counted, it then counts calendar days, `high` being the time since that day began.
    """

    __slots__ = ("approximate", "by_day", "high", "low", "runs")

    # Written out, since clocks are read at every threshold that lies ahead.
    def __init__(
        self,
        low: float,
        high: float,
        *,
        runs: bool = True,
        approximate: bool = False,
        by_day: bool = False,
    ) -> None:
        self.low, self.high, self.runs = low, high, runs
        self.approximate, self.by_day = approximate, by_day

    def stretched(self, factor: float) -> "Clock":
        """The same clock where that many times as long has passed."""
        return Clock(
            self.low * factor,
            self.high * factor,
            runs=self.runs,
            approximate=self.approximate,
            by_day=self.by_day,
        )

    def value(self, finding: Finding, ahead: float = 0.0) -> int:
        """The set of the finding's bands that it may lie in, that many hours after `as_of`."""
        low, high = self.low, self.high
        if self.runs:
            low, high = low + ahead, high + ahead
        if finding.unit == "hours":
            low = high if self.by_day and low >= COUNTED_IN_DAYS else low
            return finding.bands(_whole(low), _whole(high))
        scale = HOURS[finding.unit]
        return finding.bands(round(low / scale, 9), round(high / scale, 9))


def onset_clock(facts: Facts, as_of: datetime) -> Clock:
    """
    The time since the palsy began.

    From `duration` (exact at the assessment, said as "about"), `onset_at` (exact) or
    `onset_date` (a day in the offset of the assessment: known within a day while hours are
    counted, and by calendar days from two weeks on). Unknown onset lies anywhere before the
    assessment.
    """
    since_assessed = max(_hours(as_of - facts.assessed_at), 0.0)
    found = facts.findings
    if "onset_at" in found:
        exact = max(_hours(as_of - datetime.fromisoformat(found["onset_at"])), 0.0)
        return Clock(exact, exact)
    if "onset_date" in found:
        return _from_day(date.fromisoformat(found["onset_date"]), facts, as_of)
    duration = found.get("duration", "unknown")
    if duration == "unknown":
        return Clock(since_assessed, NEVER, approximate=True)
    elapsed = duration["value"] * HOURS[duration["unit"]] + since_assessed
    return Clock(elapsed, elapsed, approximate=True)


def _from_day(day: date, facts: Facts, as_of: datetime) -> Clock:
    start = datetime.combine(day, time(), facts.assessed_at.tzinfo)
    end = min(start + timedelta(days=1, seconds=-1), max(facts.assessed_at, start))
    low, high = max(_hours(as_of - end), 0.0), max(_hours(as_of - start), 0.0)
    return Clock(low, high, approximate=True, by_day=True)


def simple_clock(name: str, facts: Facts, as_of: datetime) -> Clock | None:
    """Age and months of stability, moved on from the assessment; None when not assessed."""
    since_assessed = max(_hours(as_of - facts.assessed_at), 0.0)
    if name == "assessment_age_days":
        return Clock(since_assessed, since_assessed)
    number = facts.findings.get(name)
    if number is None:
        return None
    hours = number * HOURS["years" if name == "age_years" else "months"] + since_assessed
    return Clock(hours, hours)


def day_of_test(name: str, facts: Facts, as_of: datetime) -> Clock | None:
    """The time from onset to a test that bears a date; None when a date is missing."""
    tested = facts.findings.get(name)
    if tested is None:
        return None
    onset = onset_clock(facts, as_of)
    start = datetime.combine(date.fromisoformat(tested), time(), facts.assessed_at.tzinfo)
    ago = _hours(as_of - start)
    return Clock(max(onset.low - ago, 0.0), max(onset.high - ago + 24, 0.0), runs=False)


def time_since(
    key: str, sure: Sequence[Treatment], maybe: Sequence[Treatment], now: datetime
) -> Clock:
    """The time since the latest of these treatments; never is for ever."""
    given = [_ago(entry[key], now) for entry in sure if key in entry]
    high = min(given, default=NEVER)
    open_ended = len(given) < len(sure) or bool(maybe)
    return Clock(0.0 if open_ended else high, high)


def time_under(sure: Sequence[Treatment], maybe: Sequence[Treatment], now: datetime) -> Clock:
    """The time spent under these treatments in all, to the end of each or to now."""
    low = high = 0.0
    runs = False
    for entry in sure:
        ends = _ago(entry["ended"], now) if "ended" in entry else 0.0
        runs = runs or "ended" not in entry
        begun = _ago(entry["started"], now) if "started" in entry else None
        low += 0.0 if begun is None else max(begun - ends, 0.0)
        high += NEVER if begun is None else max(begun - ends, 0.0)
    return Clock(low, NEVER if maybe else high, runs=runs)


def _ago(day: str, now: datetime) -> float:
    """Hours since a day began, in the offset of `now`, so that a new day begins at midnight."""
    began = datetime.combine(date.fromisoformat(day), time(), now.tzinfo)
    return max(_hours(now - began), 0.0)


def _hours(span: timedelta) -> float:
    return span.total_seconds() / 3600


def _whole(hours: float) -> float:
    return hours if hours == NEVER else whole(hours)
