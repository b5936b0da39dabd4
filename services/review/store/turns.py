"""
Taking turns at a patient, where several processes write one store.

What is known of a patient is read, worked out afresh and written back, and nobody else may do the
same in between. In a file that needs nothing: its transactions follow each other as wholes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from bus import postgres
from bus.postgres.turns import share_turns
from services.review.records import Key
from services.review.store.knowing import patients_concerned

_LINKS = "links between patients"
_PUTTING = "what is to be told"


def take_turns_at(
    connection: Connection,
    patients: Iterable[str],
    *,
    keys: Collection[Key] = (),
    linking: bool = False,
    others: Iterable[str] = (),
) -> set[str]:
    """
    Wait until nobody else writes about these patients; nobody will until this transaction ends.

    Args:
        keys: assessments whose patients, and whose replacements' patients, come along.
        linking: whether an assessment may be added that replaces another. Two that know nothing
            of each other yet might both be added at once, so this one goes alone.
        others: names of anything else that is done once.

    Returns:
        All patients concerned.
    """
    named = set(patients)
    if not _shared(connection):
        return patients_concerned(connection, named, keys)
    if linking:
        take_alone(connection)
    else:
        share_turns(connection, _LINKS)
    postgres.take_turns(connection, others)
    held: set[str] = set()
    while more := patients_concerned(connection, named, keys) - held:
        postgres.take_turns(connection, (f"patient {patient}" for patient in more))
        held |= more
    return held


def take_alone(connection: Connection) -> None:
    """Wait until nobody else writes about any patient; nobody will until this ends."""
    if _shared(connection):
        postgres.take_turns(connection, [_LINKS])


def take_turn_at(connection: Connection, name: str) -> None:
    """Wait until nobody else does what has this name; nobody will until this ends."""
    if _shared(connection):
        postgres.take_turns(connection, [name])


def take_turn_at_putting(connection: Connection) -> None:
    """
    Wait until nobody else puts messages into the outbox; nobody will until this ends.

    So their numbers are given in the order of commits, and who reads on from a number misses none.
    """
    take_turn_at(connection, _PUTTING)


def _shared(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
