"""
Days and moments as a plan writes them: ``2027-03-14`` or ``2027-03-14T09:30:00Z``.

A day is a day in the offset in which the patient was assessed; it lasts until its end there.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

_NEVER = datetime(9999, 12, 30, tzinfo=UTC)


def moment(text: str) -> datetime:
    """
    Read an RFC 3339 moment, keeping its offset.

    Raises:
        ValueError: it is a day, has no offset, or is no moment at all.
    """
    read = datetime.fromisoformat(text.upper())
    if read.tzinfo is None:
        raise ValueError("a moment without an offset")
    return read


def offset_minutes(text: str) -> int:
    """
    Tell the offset of an RFC 3339 moment, in minutes east of Greenwich.

    >>> offset_minutes("2026-11-22T09:00:00-03:30")
    -210
    """
    offset = moment(text).utcoffset() or timedelta()
    return offset // timedelta(minutes=1)


def zone(offset: int) -> timezone:
    """Make the zone of an offset in minutes."""
    return timezone(timedelta(minutes=offset))


def is_day(text: str) -> bool:
    """Tell a day from a moment."""
    return "T" not in text


def day_of(text: str, *, offset_minutes: int) -> date:
    """Tell on which day a day or moment falls, in that offset."""
    if is_day(text):
        return date.fromisoformat(text)
    return moment(text).astimezone(zone(offset_minutes)).date()


def end_of(text: str, *, offset_minutes: int) -> datetime:
    """Tell until when a day or moment lasts: the moment itself, or the last one of the day."""
    if not is_day(text):
        return moment(text)
    last = datetime.combine(date.fromisoformat(text), time.max)
    return last.replace(tzinfo=zone(offset_minutes))


def sorted_as(text: str | None) -> datetime:
    """Tell where a deadline sorts: by its end, and last of all where there is none."""
    return _NEVER if text is None else end_of(text, offset_minutes=0)


def is_past(text: str, *, now: datetime, offset_minutes: int) -> bool:
    """Tell whether a day or moment is over."""
    return now > end_of(text, offset_minutes=offset_minutes)


def days_until(text: str, *, now: datetime, offset_minutes: int) -> int:
    """Count the days from today to that day, in that offset; 0 is today, below 0 is past."""
    today = now.astimezone(zone(offset_minutes)).date()
    return (day_of(text, offset_minutes=offset_minutes) - today).days
