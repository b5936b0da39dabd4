"""Days and moments as clinicians write them, whatever the region: ``09-Sep-2026 14:05 UTC``."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from services.review.moments import days_until, is_day, moment, zone

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HOURS_SAID_UP_TO = timedelta(hours=48)


def day(of: date) -> str:
    """
    Write a day.

    >>> day(date(2026, 9, 9))
    '09-Sep-2026'
    """
    return f"{of.day:02}-{_MONTHS[of.month - 1]}-{of.year:04}"


def clock(at: datetime, *, offset_minutes: int = 0) -> str:
    """
    Write a moment, with the zone that it is written in.

    >>> clock(datetime.fromisoformat("2026-09-09T12:05:00+00:00"), offset_minutes=120)
    '09-Sep-2026 14:05 UTC+02:00'
    """
    local = at.astimezone(zone(offset_minutes))
    return f"{day(local.date())} {local:%H:%M} {zone(offset_minutes)}"


def when(text: str, *, offset_minutes: int = 0, about: bool = False) -> str:
    """Write a day or moment of a plan; ``about`` where it is counted from a rough onset."""
    if is_day(text):
        said = day(date.fromisoformat(text))
    else:
        said = clock(moment(text), offset_minutes=offset_minutes)
    return f"about {said}" if about else said


def left(text: str, *, now: datetime, offset_minutes: int = 0) -> str:
    """
    Say how much time is left until a day or moment: "5 hours left", "today", "3 days past".

    >>> noon = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    >>> left("2026-11-23T09:00:00Z", now=noon), left("2027-03-14", now=noon)
    ('21 hours left', '112 days left')
    """
    if not is_day(text) and abs(moment(text) - now) < _HOURS_SAID_UP_TO:
        return _hours_left(moment(text) - now)
    days = days_until(text, now=now, offset_minutes=offset_minutes)
    return "today" if days == 0 else _ahead_or_past(days, "day")


def ago(at: datetime, *, now: datetime) -> str:
    """
    Say how long ago something was: "just now", "40 minutes", "5 hours", "12 days".

    >>> noon = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    >>> ago(noon - timedelta(minutes=90), now=noon)
    '1 hour'
    """
    minutes = int((now - at) / timedelta(minutes=1))
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return counted(minutes, "minute")
    hours = minutes // 60
    return counted(hours, "hour") if hours < 48 else counted(hours // 24, "day")


def counted(number: float, noun: str) -> str:
    """
    Count things.

    >>> counted(1, "day"), counted(14, "month"), counted(1.5, "year")
    ('1 day', '14 months', '1.5 years')
    """
    return f"{number:g} {noun if number == 1 else noun + 's'}"


def _hours_left(span: timedelta) -> str:
    minutes = int(abs(span) / timedelta(minutes=1))
    noun, number = ("minute", minutes) if minutes < 60 else ("hour", minutes // 60)
    return _ahead_or_past(number if span > timedelta() else -number, noun)


def _ahead_or_past(number: int, noun: str) -> str:
    if number == 0:
        return "now"
    return f"{counted(abs(number), noun)} {'left' if number > 0 else 'past'}"
