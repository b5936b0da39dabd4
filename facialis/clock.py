"""The only place that reads the clock and chance; every station is handed these as arguments."""

from datetime import UTC, datetime
from uuid import uuid4


def now() -> datetime:
    """Tell the present moment, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Make an id that nothing else has: a random UUID in its usual text form."""
    return str(uuid4())
