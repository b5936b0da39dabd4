"""How far each reader has come in each partition."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, bindparam, select

from bus.port import Positions
from services.review.store.inserting import Insert, insertion
from services.review.store.tables import positions

_OF_READER = select(positions).where(positions.c.reader == bindparam("reader"))


def read_positions(connection: Connection, reader: str) -> dict[tuple[str, int], int]:
    """Give the next position to read, for each (topic, partition)."""
    rows = connection.execute(_OF_READER, {"reader": reader})
    return {(row.topic, row.partition): row.position for row in rows}


def move_positions(connection: Connection, reader: str, moved: Positions) -> None:
    """Move on; a position never moves back, whoever else moves it."""
    rows = [
        {"reader": reader, "topic": topic, "partition": partition, "position": position}
        for (topic, partition), position in sorted(moved.items())
    ]
    if rows:
        connection.execute(_moving(connection.dialect.name), rows)


@cache
def _moving(dialect: str) -> Insert:
    statement = insertion(dialect, positions)
    return statement.on_conflict_do_update(
        index_elements=[column.name for column in positions.primary_key],
        set_={"position": statement.excluded.position},
        where=positions.c.position < statement.excluded.position,
    )
