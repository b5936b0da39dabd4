"""Amounts in the clinician's unit: "72 h", "90 d", "16 y", and what they are worth."""

import re
from collections.abc import Mapping

from services.recommender.engine.spelling import perhaps

HOURS = {
    "h": 1.0,
    "hours": 1.0,
    "d": 24.0,
    "days": 24.0,
    "w": 168.0,
    "weeks": 168.0,
    "months": 730.5,
    "y": 8766.0,
    "years": 8766.0,
}
"""Hours in a unit of time. A month is 30.4375 days, a year 365.25 (contract, Time)."""

DAYS_OF_HOUR_COUNTING = 14
"""Under 14 days time is counted in whole hours, from then on in whole days (contract, Time)."""

AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z%]*)")


def amount(text: str, *, unit: str, windows: Mapping[str, str]) -> float:
    """
    Read an amount such as "72 h", or the name of a window that stands for one.

    Args:
        text: a number with an optional unit, or a window's name.
        unit: what the finding counts in: `hours` (clocks), `years`, `months`, or any other
            word for a plain number, whose own unit may be repeated.
        windows: name of a window → its amount.

    Returns:
        The amount in `unit`.

    Raises:
        ValueError: neither an amount nor a window, or in another unit; says what was expected.
    """
    found = AMOUNT.fullmatch(windows.get(text, text).strip())
    if found is None:
        hint = perhaps(text, windows)
        raise ValueError(f"{text!r} is neither an amount such as 72 h nor a window's name{hint}")
    number, written = float(found[1]), found[2]
    if unit == "hours":
        if written not in HOURS:
            raise ValueError(f"{text!r} needs a unit of time: h, d, w, months or y")
        return number * HOURS[written]
    if unit == "years" and written in HOURS:
        return number * HOURS[written] / HOURS["y"]
    if written not in ("", unit):
        raise ValueError(f"{text!r} counts in {written}, and this in {unit}")
    return number


def whole(hours: float) -> float:
    """
    Round elapsed time down as the contract counts it: whole hours under 14 days, then days.

    >>> whole(100.7), whole(400.9 * 24) / 24
    (100.0, 400.0)
    """
    if hours < DAYS_OF_HOUR_COUNTING * 24:
        return float(int(hours))
    return float(int(hours // 24) * 24)


def in_words(hours: float) -> str:
    """
    Say a span of time as a clinician does: hours, days, weeks or months.

    >>> [in_words(h) for h in (72, 7 * 24, 42 * 24, 182 * 24, 548 * 24)]
    ['72 hours', '7 days', '6 weeks', '6 months', '18 months']
    """
    days = hours / 24
    if days < 7:
        return _counted(round(hours), "hour")
    if days < 14:
        return _counted(round(days), "day")
    if days < 60:
        return _counted(round(days / 7), "week")
    return _counted(round(days / 30.4375), "month")


def exactly(hours: float) -> str:
    """
    Say a span of time to the hour, or from two weeks to the day, as the contract counts it.

    >>> exactly(75.2), exactly(180.5 * 24)
    ('75 hours', '180 days')
    """
    counted = whole(hours)
    if counted < DAYS_OF_HOUR_COUNTING * 24:
        return _counted(round(counted), "hour")
    return _counted(round(counted / 24), "day")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
