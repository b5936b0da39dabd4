"""How far each reader has come in each partition."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from bus.port import Positions
from services.review.store.tables import positions


def read_positions(connection: Connection, reader: str) -> dict[tuple[str, int], int]:
    """Give the next position to read, for each (topic, partition)."""
    rows = connection.execute(select(positions).where(positions.c.reader == reader))
    return {(row.topic, row.partition): row.position for row in rows}


def move_positions(connection: Connection, reader: str, moved: Positions) -> None:
    """Move on; a position never moves back."""
    before = read_positions(connection, reader)
    for (topic, partition), position in moved.items():
        if position > before.get((topic, partition), 0):
            _write(connection, reader, topic, partition=partition, position=position)


def _write(
    connection: Connection, reader: str, topic: str, *, partition: int, position: int
) -> None:
    place = {"reader": reader, "topic": topic, "partition": partition}
    here = (positions.c[name] == value for name, value in place.items())
    connection.execute(delete(positions).where(*here))
    connection.execute(insert(positions).values(position=position, **place))
