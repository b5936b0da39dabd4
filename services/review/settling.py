"""What is known of patients: read, worked out afresh, and written back in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from services.review.absorb import absorb, keys_named_by, patient_of
from services.review.effects import Effect
from services.review.standing import settle
from services.review.store.bodies import keep_bodies
from services.review.store.knowing import (
    patients_concerned,
    read_known,
    read_marks,
    write_records,
)
from services.review.store.turns import take_turns_at


def write_effects(connection: Connection, effects: Sequence[Effect]) -> None:
    """Bring what is known of the patients concerned up to date, in the transaction that is open."""
    if not effects:
        return
    named = [keys_named_by(effect) for effect in effects]
    concerned = take_turns_at(
        connection,
        {patient_of(effect) for effect in effects},
        keys=set().union(*named),
        linking=any(len(keys) > 1 for keys in named),
    )
    keep_bodies(connection, _settle(connection, effects, concerned))


def write_effects_alone(connection: Connection, effects: Sequence[Effect]) -> dict[bytes, bytes]:
    """
    Do the same where nobody else writes, and leave the bodies to the caller.

    Returns:
        The bodies that are named now, by digest.
    """
    patients = {patient_of(effect) for effect in effects}
    keys = {key for effect in effects for key in keys_named_by(effect)}
    concerned = patients_concerned(connection, patients, keys)
    return _settle(connection, effects, concerned, decided_before=True)


def settle_afresh(connection: Connection, patients: set[str]) -> None:
    """Work out anew what follows from all that is known of these patients."""
    _settle(connection, (), patients_concerned(connection, patients))


def _settle(
    connection: Connection,
    effects: Sequence[Effect],
    concerned: set[str],
    *,
    decided_before: bool = False,
) -> dict[bytes, bytes]:
    before = read_known(connection, concerned)
    after = before.copy()
    bodies = absorb(effects, after)
    if decided_before:
        # Where everything is read again, a plan may be new here and have its decisions already.
        after.marks = read_marks(connection, after.plans)
    settle(after)
    write_records(connection, before=before, after=after)
    return bodies
