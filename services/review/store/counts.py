"""What waits in the store, counted for those who watch it."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import datetime

from sqlalchemy import Connection, func, select

from bus.measures import Backlog
from services.review.records import SET_ASIDE
from services.review.store.tables import assessments, outbox


def set_aside_now(connection: Connection) -> int:
    """Count the assessments that have no plan because they were set aside."""
    query = select(func.count()).where(assessments.c.state == SET_ASIDE)
    return int(connection.scalar(query) or 0)


def not_shipped(connection: Connection) -> Backlog:
    """Count what is to be told to others and has not been, and say how old the oldest is."""
    waiting = outbox.c.shipped.is_(False)
    count = int(connection.scalar(select(func.count()).where(waiting)) or 0)
    oldest = select(outbox.c.headers).where(waiting).order_by(outbox.c.number).limit(1)
    headers = connection.scalar(oldest)
    return Backlog(count, None if headers is None else _written_at(headers))


def _written_at(headers: bytes) -> datetime | None:
    """Tell when a message was made, by what its headers say; None where they do not."""
    said = {
        name: b64decode(value).decode("ascii", "replace") for name, value in json.loads(headers)
    }
    # What was set aside kept the headers of its sender, whose time is another's.
    for name in ("set_aside_at", "ce_time"):
        try:
            at = datetime.fromisoformat(said[name])
        except (KeyError, ValueError):
            continue
        return at if at.tzinfo is not None else None
    return None
