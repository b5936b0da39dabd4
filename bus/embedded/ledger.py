"""Keeps a consumer's output, set-asides and positions in one transaction of one file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from bus.embedded.log import append
from bus.embedded.writer import Writer
from bus.port import Message, Outcome, Positions, SetAside

# A position never moves back here: a commit that comes late or twice must not undo another.
_MOVE = """
    INSERT INTO positions (consumer, topic, partition, next) VALUES (?, ?, ?, ?)
    ON CONFLICT (consumer, topic, partition)
    DO UPDATE SET next = excluded.next WHERE excluded.next > positions.next"""
_FORGET = "DELETE FROM positions WHERE consumer = ?"
_POSITIONS = "SELECT topic, partition, next FROM positions WHERE consumer = ?"


class EmbeddedLedger:
    """
    Keeps the promises of ``bus.port.Ledger`` for a consumer whose effects are messages.

    ``group`` names the consumer in the file; ``set_aside`` makes the message that keeps a
    set-aside delivery, with an id derived from where it stood.
    """

    def __init__(
        self, writer: Writer, group: str, set_aside: Callable[[SetAside], Message]
    ) -> None:
        self._writer, self._group, self._set_aside = writer, group, set_aside

    def positions(self) -> Positions:
        """Return where the consumer stands."""
        return self._writer.run(lambda cursor: positions_of(cursor, self._group))

    def commit(self, outcome: Outcome[Message]) -> None:
        """Append effects and set-asides and move the positions: all of it or nothing."""
        messages = [*outcome.effects, *map(self._set_aside, outcome.set_aside)]
        self._writer.run(lambda cursor: self._keep(cursor, messages, outcome.positions))

    def _keep(self, cursor: sqlite3.Cursor, messages: list[Message], positions: Positions) -> None:
        append(cursor, messages)
        move_positions(cursor, self._group, positions)


def positions_of(cursor: sqlite3.Cursor, group: str) -> Positions:
    """Read where a consumer stands, inside a writer's work."""
    rows = cursor.execute(_POSITIONS, (group,))
    return {(topic, partition): position for topic, partition, position in rows}


def move_positions(cursor: sqlite3.Cursor, group: str, positions: Positions) -> None:
    """Move a consumer's positions on, inside the work that writes what it made of them."""
    rows = [(group, *place, position) for place, position in positions.items()]
    cursor.executemany(_MOVE, rows)


def forget_positions(cursor: sqlite3.Cursor, group: str) -> None:
    """Forget where a consumer stood, inside a writer's work: it has done what it was for."""
    cursor.execute(_FORGET, (group,))
