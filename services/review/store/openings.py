"""Who opened which case, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from services.review.store.tables import openings, people


def note_opening(connection: Connection, plan_id: str, *, person: str, now: datetime) -> None:
    """Note that somebody opened a case."""
    connection.execute(insert(openings).values(plan_id=plan_id, person=person, opened_at=now))


def read_openings(connection: Connection, plan_id: str, *, limit: int) -> list[Row[Any]]:
    """Read who opened a case, the latest first: ``name``, ``role`` and ``opened_at``."""
    query = (
        select(people.c.name, people.c.role, openings.c.opened_at)
        .join_from(openings, people, openings.c.person == people.c.ref)
        .where(openings.c.plan_id == plan_id)
        .order_by(openings.c.number.desc())
        .limit(limit)
    )
    return list(connection.execute(query))
