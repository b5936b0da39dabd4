"""Each file of a line read whole, and what was accepted held against the event that tells of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bus.embedded import Reader
from bus.embedded.damage import damage_in
from bus.errors import Unavailable
from facialis.files import INTAKE
from schemas.ids import received_id

_ACCEPTED = "SELECT client, assessment_id, body FROM accepted WHERE body IS NOT NULL"
_EVENT = "SELECT body FROM log WHERE event_id = ? AND body IS NOT NULL"


def faults_of(path: Path) -> list[str]:
    """Tell what is wrong in a file, in words; nothing when all is as it was written."""
    with closing(Reader(path)) as reader:
        try:
            faults = reader.run(lambda connection: list(damage_in(connection)))
            if path.name == INTAKE:
                faults += reader.run(lambda connection: list(_accepted(connection)))
        except (sqlite3.DatabaseError, Unavailable) as broken:
            return [str(broken)]
    return faults


def _accepted(connection: sqlite3.Connection) -> Iterator[str]:
    for client, assessment_id, body in connection.execute(_ACCEPTED):
        event = connection.execute(_EVENT, (received_id(client, assessment_id),)).fetchone()
        if event is not None and event[0] != body:
            yield f"{assessment_id}: what was accepted and its event differ"
