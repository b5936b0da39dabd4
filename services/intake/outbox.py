"""What was accepted, kept in the transaction that puts it on its topic."""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from bus.embedded import Reader, Schema, Writer, append
from bus.port import Message
from schemas.moments import written

T = TypeVar("T")

# One row for each assessment that was acknowledged, never deleted. The body is the one of the
# event; who forgets a patient empties both.
ACCEPTED = Schema(
    name="accepted",
    steps=(
        (
            """CREATE TABLE accepted (
                client TEXT NOT NULL, assessment_id TEXT NOT NULL, patient_ref TEXT NOT NULL,
                idempotency_key TEXT, fingerprint BLOB NOT NULL, received_at TEXT NOT NULL,
                body BLOB, withdrawn_at TEXT, reason TEXT,
                UNIQUE (client, assessment_id)
            )""",
            """CREATE UNIQUE INDEX accepted_by_key ON accepted (client, idempotency_key)
                WHERE idempotency_key IS NOT NULL""",
            "CREATE INDEX accepted_by_body ON accepted (fingerprint)",
            "CREATE INDEX accepted_by_patient ON accepted (patient_ref)",
        ),
    ),
)

_COLUMNS = (
    "client, assessment_id, patient_ref, idempotency_key, fingerprint, received_at, body, "
    "withdrawn_at, reason"
)
_BY_ID = f"SELECT {_COLUMNS} FROM accepted WHERE client = ? AND assessment_id = ?"
_BY_KEY = f"SELECT {_COLUMNS} FROM accepted WHERE client = ? AND idempotency_key = ?"
_SAME_BODY = "SELECT 1 FROM accepted WHERE fingerprint = ? AND client = ? AND received_at > ?"
_KEEP = f"INSERT INTO accepted ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WITHDRAW = (
    "UPDATE accepted SET withdrawn_at = ?, reason = ? WHERE client = ? AND assessment_id = ?"
)
FORGET = "UPDATE accepted SET body = NULL WHERE patient_ref = ?"

DUPLICATE_WITHIN = timedelta(hours=24)


class AnotherBody(Exception):
    """
    A reference that stands for something else already; the sender mends it.

    Attributes:
        reference: which of the references sent, `assessment_id` or `Idempotency-Key`.
    """

    def __init__(self, reference: str) -> None:
        super().__init__(f"this {reference} was sent before with another body")
        self.reference = reference


@dataclass(frozen=True, slots=True)
class Accepted:
    """
    An assessment that is on the disk.

    Attributes:
        client: whose it is; its id is unique among theirs.
        fingerprint: of what was posted, but for its id: equal posts have equal ones.
        idempotency_key: the one that it was posted with; None without.
        body: of its event, as JSON; None when it was erased on request.
        withdrawn_at: when it was withdrawn, RFC 3339; None when it was not.
        reason: why it was withdrawn; None when it was not.
    """

    client: str
    assessment_id: str
    patient_ref: str = field(repr=False)
    idempotency_key: str | None
    fingerprint: bytes
    received_at: str
    body: bytes | None = field(repr=False)
    withdrawn_at: str | None = None
    reason: str | None = None


class Rows(Protocol):
    """The accepted assessments as one transaction sees them."""

    def fetch(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """Run a statement with `?` where a value goes; give the rows that it answers with."""
        ...

    def publish(self, message: Message) -> None:
        """Put a message on its topic, in the same transaction."""
        ...


class Outbox:
    """
    The accepted assessments of one intake, in the file of its writer.

    Blocks until the disk has what was written; safe to call from several threads.
    """

    def __init__(self, writer: Writer) -> None:
        """Use a writer that was opened with `also=[ACCEPTED]`."""
        self._writer = writer
        self._reader = Reader(writer.path)

    def accept(
        self, entry: Accepted, *, event: Callable[[Accepted], Message], named: bool
    ) -> tuple[Accepted, bool]:
        """
        Keep an assessment and put its event on its topic, once.

        Args:
            entry: what to keep; its body is that of its event.
            event: makes the event of an entry.
            named: whether the sender named it, by an id or a key. Else it is new whatever it
                says, and is marked where the same was said within a day.

        Returns:
            What is kept, and whether it was kept before already.

        Raises:
            AnotherBody: its id or key stands for another body.
            Unavailable: nothing is known to be kept; send the same again.
        """

        def keep(rows: Rows) -> tuple[Accepted, bool]:
            earlier = _earlier(rows, entry) if named else None
            if earlier is not None:
                return earlier, True
            kept = entry if named else _marked(rows, entry)
            rows.fetch(_KEEP, _row(kept))
            rows.publish(event(kept))
            return kept, False

        return self._write(keep, turns=_names_of(entry) if named else (entry.fingerprint.hex(),))

    def withdraw(
        self,
        client: str,
        assessment_id: str,
        *,
        reason: str,
        at: datetime,
        event: Callable[[Accepted], Message],
    ) -> Accepted | None:
        """
        Mark an assessment as withdrawn and say so on its topic; the same again changes nothing.

        Returns:
            What is kept; None when no such assessment was accepted here.

        Raises:
            AnotherBody: it was withdrawn for another reason.
            Unavailable: it is not known to be done; do the same again.
        """

        def mark(rows: Rows) -> Accepted | None:
            entry = _one(rows.fetch(_BY_ID, (client, assessment_id)))
            if entry is None or entry.reason == reason:
                return entry
            if entry.reason is not None:
                raise AnotherBody("reason")
            withdrawn = replace(entry, withdrawn_at=written(at), reason=reason)
            rows.fetch(_WITHDRAW, (withdrawn.withdrawn_at, reason, client, assessment_id))
            rows.publish(event(withdrawn))
            return withdrawn

        return self._write(mark, turns=(_name(client, assessment_id),))

    def find(self, client: str, assessment_id: str) -> Accepted | None:
        """
        Return what is kept of an assessment; None when no such one was accepted here.

        Raises:
            Unavailable: the file cannot be read at the moment.
        """
        return _one(self._read(_BY_ID, (client, assessment_id)))

    def close(self) -> None:
        """Let go of what reads; the writer is closed by whoever opened it."""
        self._reader.close()

    def _write(self, work: Callable[[Rows], T], *, turns: Sequence[str]) -> T:
        # A file has one writer, whose works follow each other: nobody has to wait for a turn.
        return self._writer.run(lambda cursor: work(_FileRows(cursor)))

    def _read(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._reader.run(lambda connection: connection.execute(query, values).fetchall())


@dataclass(frozen=True, slots=True)
class _FileRows:
    """Those in a file."""

    cursor: sqlite3.Cursor

    def fetch(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        # To the end, so that SQLite lets go of what it read.
        return self.cursor.execute(statement, values).fetchall()

    def publish(self, message: Message) -> None:
        append(self.cursor, [message])


def forget(cursor: sqlite3.Cursor, patient_ref: str) -> int:
    """Empty the bodies kept of a patient, inside a writer's work; return how many there were."""
    return cursor.execute(FORGET, (patient_ref,)).rowcount


def _name(client: str, assessment_id: str) -> str:
    return f"id {client} {assessment_id}"


def _names_of(entry: Accepted) -> tuple[str, ...]:
    by_id = _name(entry.client, entry.assessment_id)
    if entry.idempotency_key is None:
        return (by_id,)
    return by_id, f"key {entry.client} {entry.idempotency_key}"


def _earlier(rows: Rows, entry: Accepted) -> Accepted | None:
    by_id = _one(rows.fetch(_BY_ID, (entry.client, entry.assessment_id)))
    by_key = by_id
    if entry.idempotency_key is not None:
        by_key = _one(rows.fetch(_BY_KEY, (entry.client, entry.idempotency_key)))
        if by_key is not None and not _same(by_key, entry):
            raise AnotherBody("Idempotency-Key")
    if by_id is not None and not _same(by_id, entry):
        raise AnotherBody("assessment_id")
    return by_id or by_key


def _same(earlier: Accepted, entry: Accepted) -> bool:
    return (earlier.assessment_id, earlier.fingerprint) == (entry.assessment_id, entry.fingerprint)


def _marked(rows: Rows, entry: Accepted) -> Accepted:
    since = written(datetime.fromisoformat(entry.received_at) - DUPLICATE_WITHIN)
    if not rows.fetch(_SAME_BODY, (entry.fingerprint, entry.client, since)):
        return entry
    body = json.loads(entry.body or b"{}") | {"possible_duplicate": True}
    return replace(entry, body=as_bytes(body))


def as_bytes(body: Mapping[str, Any]) -> bytes:
    """Write the body of an event."""
    return _encode(body).encode()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _one(found: Sequence[tuple[Any, ...]]) -> Accepted | None:
    return Accepted(*found[0]) if found else None


def _row(entry: Accepted) -> tuple[object, ...]:
    return (
        entry.client,
        entry.assessment_id,
        entry.patient_ref,
        entry.idempotency_key,
        entry.fingerprint,
        entry.received_at,
        entry.body,
        entry.withdrawn_at,
        entry.reason,
    )
