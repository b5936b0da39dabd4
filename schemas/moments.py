"""Times and dates as they stand in what is sent: RFC 3339 with an offset, or a day."""

import re
from datetime import UTC, date, datetime

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"

IS_DAY = re.compile(_DAY)
IS_MOMENT = re.compile(f"{_DAY}T{_TIME}(Z|[+-][0-9]{{2}}:[0-9]{{2}})")


def moment(text: str) -> datetime | None:
    """Read a time with its offset, as in `2026-11-22T09:30:00+01:00`; None when it is not one."""
    if not IS_MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def day(text: str) -> date | None:
    """Read a date, as in `2026-11-22`; None when it is not one."""
    if not IS_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def written(at: datetime) -> str:
    """Write a time as events do: in UTC, to the millisecond, ending in `Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
