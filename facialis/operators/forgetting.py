"""Forgetting a patient: in the files of a line at rest, in the databases of one that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bus.embedded import Writer, wipe
from bus.embedded import forget as empty_messages
from facialis.files import INTAKE, RECOMMENDER, REVIEW, REVIEWS
from facialis.trouble import Trouble
from services.intake.outbox import ACCEPTED
from services.intake.outbox import forget as empty_accepted
from services.review.store.forgetting import forget as empty_store
from services.review.store.store import Store, open_store
from services.review.store.turns import take_turns_at

_FILES = (INTAKE, RECOMMENDER, REVIEWS, REVIEW)


class DatabaseOutbox(Protocol):
    """An outbox that is no file."""

    def forget(self, patient_ref: str) -> int:
        """Empty what is kept of a patient; return how many assessments there were."""
        ...


@dataclass(frozen=True, slots=True)
class Forgotten:
    """
    What was emptied.

    ``copies`` are older files beside those of the line, from before an upgrade, that were not
    looked into and may hold the patient still.
    """

    assessments: int
    plans: int
    messages: int
    copies: tuple[Path, ...]

    @property
    def anything(self) -> bool:
        """Tell whether there was anything to empty."""
        return bool(self.assessments or self.plans or self.messages)


def forget(
    data: Path,
    patient_ref: str,
    *,
    now: datetime,
    new_id: Callable[[], str],
    store: Store | None = None,
    outbox: DatabaseOutbox | None = None,
) -> Forgotten:
    """
    Empty what the files of stations at rest hold of a patient, and write them anew without it.

    Positions and ids stay. It may be broken off and done again at any time.

    Args:
        store: the review store where it lies in a database; beside a running station.
        outbox: intake's outbox where it lies in a database; beside a running station.

    Raises:
        Trouble: there is nothing of a line here.
        CannotOpen: a station runs on the folder.
        Unavailable: the disk is full or a database away; do it again later.
    """
    names = [name for name in _FILES if (data / name).exists()]
    if not names and store is None and outbox is None:
        raise Trouble(f"There is no line in {data}.", mend="facialis forget PATIENT_REF --data DIR")
    messages = assessments = plans = 0
    for name in names:
        if name == REVIEW:
            plans += _empty_file_of_store(data / name, patient_ref, now=now, new_id=new_id)
        else:
            emptied, accepted = _empty_log(data / name, patient_ref)
            messages, assessments = messages + emptied, assessments + accepted
        wipe(data / name)
    if outbox is not None:
        assessments += outbox.forget(patient_ref)
    if store is not None:
        plans += _empty_store(store, patient_ref, now=now, new_id=new_id)
    return Forgotten(assessments, plans, messages, tuple(_copies(data)))


def _empty_log(path: Path, patient_ref: str) -> tuple[int, int]:
    has_accepted = path.name == INTAKE
    with Writer(path, also=[ACCEPTED] if has_accepted else []) as writer:
        messages = writer.run(lambda cursor: empty_messages(cursor, patient_ref.encode()))
        if not has_accepted:
            return messages, 0
        return messages, writer.run(lambda cursor: empty_accepted(cursor, patient_ref))


def _empty_file_of_store(
    path: Path, patient_ref: str, *, now: datetime, new_id: Callable[[], str]
) -> int:
    with closing(open_store(path)) as store:
        return _empty_store(store, patient_ref, now=now, new_id=new_id)


def _empty_store(
    store: Store, patient_ref: str, *, now: datetime, new_id: Callable[[], str]
) -> int:
    with store.writing() as connection:
        take_turns_at(connection, {patient_ref})
        return empty_store(connection, patient_ref, nobody=f"forgotten-{new_id()}", now=now)


def _copies(data: Path) -> Iterator[Path]:
    if not data.is_dir():
        return
    ours = {f"{name}{ending}" for name in _FILES for ending in ("", "-wal", "-shm", ".lock")}
    for path in sorted(data.iterdir()):
        if path.name not in ours and path.name.startswith(tuple(f"{name}." for name in _FILES)):
            yield path
