"""Wording: dates as clinicians write them, and templates of the knowledge filled in."""

from collections.abc import Callable
from datetime import date, datetime

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_in_words(day: date) -> str:
    """
    A date that reads the same everywhere.

    >>> day_in_words(date(2027, 3, 14))
    '14-Mar-2027'
    """
    return f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year}"


def written_in_words(written: str, like: datetime) -> str:
    """
    A date, or a date and time, as the plan writes it, in words and in the zone of `like`.

    >>> from datetime import UTC
    >>> written_in_words("2026-11-22T16:30:00Z", datetime(2026, 11, 22, tzinfo=UTC))
    '22-Nov-2026 16:30 UTC'
    """
    if len(written) == len("2027-03-14"):
        return day_in_words(date.fromisoformat(written))
    at = datetime.fromisoformat(written).astimezone(like.tzinfo)
    zone = at.tzname() or "UTC"
    return f"{day_in_words(at.date())} {at:%H:%M} {zone}"


def fill(template: str, value: Callable[[str], str | None]) -> str | None:
    """The template with its `{names}` filled, or None when one of them has no value."""
    text = template
    for part in template.split("{")[1:]:
        name = part.partition("}")[0]
        said = value(name)
        if said is None:
            return None
        text = text.replace("{" + name + "}", said)
    return text
