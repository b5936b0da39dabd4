"""
The outbox in PostgreSQL: for an intake without a disk of its own, and for several intakes at once.

Numbers are given when a row is written and not when it is committed, so who reads on from the last
number misses a row that is committed late. Here nobody does: what waits is what is not marked as
shipped, and each row is marked by its own number. The order of a patient's posts holds all the
same: who was answered before another began has the lower number, and is seen wherever that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from bus import failpoints
from bus.embedded.headers import pack, unpack
from bus.measures import Backlog
from bus.port import Message
from bus.postgres import OnlyOne, bring_up_to_date, open_engine, take_turns, unavailable_when_away
from services.intake.outbox import FORGET, Outbox, Rows

T = TypeVar("T")

_BEFORE_COMMIT = failpoints.declare("postgres_outbox.before_commit")
_AFTER_COMMIT = failpoints.declare("postgres_outbox.after_commit")

# The same rows as in a file. Text is compared byte by byte, whatever the database's own language.
_STEPS = (
    (
        """CREATE TABLE accepted (
            client TEXT COLLATE "C" NOT NULL, assessment_id TEXT COLLATE "C" NOT NULL,
            patient_ref TEXT COLLATE "C" NOT NULL, idempotency_key TEXT COLLATE "C",
            fingerprint BYTEA NOT NULL, received_at TEXT COLLATE "C" NOT NULL,
            body BYTEA, withdrawn_at TEXT, reason TEXT,
            UNIQUE (client, assessment_id)
        )""",
        """CREATE UNIQUE INDEX accepted_by_key ON accepted (client, idempotency_key)
            WHERE idempotency_key IS NOT NULL""",
        "CREATE INDEX accepted_by_body ON accepted (fingerprint)",
        "CREATE INDEX accepted_by_patient ON accepted (patient_ref)",
        """CREATE TABLE to_ship (
            number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            topic TEXT COLLATE "C" NOT NULL, key BYTEA NOT NULL,
            event_id TEXT COLLATE "C" NOT NULL, headers BYTEA NOT NULL, body BYTEA,
            recorded_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), shipped_at TIMESTAMPTZ,
            UNIQUE (topic, event_id)
        )""",
        "CREATE INDEX to_ship_waiting ON to_ship (number) WHERE shipped_at IS NULL",
    ),
)

_PUBLISH = """
    INSERT INTO to_ship (topic, key, event_id, headers, body) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (topic, event_id) DO NOTHING"""
_WAITING = """
    SELECT number, topic, key, event_id, headers, body FROM to_ship
    WHERE shipped_at IS NULL AND number <> ALL(%s::bigint[]) ORDER BY number LIMIT %s"""
_SHIPPED = """
    UPDATE to_ship SET shipped_at = clock_timestamp()
    WHERE number = ANY(%s::bigint[]) AND shipped_at IS NULL"""
_BACKLOG = "SELECT count(*), min(recorded_at) FROM to_ship WHERE shipped_at IS NULL"
_AGAIN = "UPDATE to_ship SET shipped_at = NULL WHERE recorded_at >= %s AND shipped_at IS NOT NULL"
_FORGET_TO_SHIP = "UPDATE to_ship SET body = NULL WHERE key = %s AND body IS NOT NULL"

# Numbers grow with time, near enough: what may go is found among the first.
_PRUNE = """
    DELETE FROM to_ship WHERE number IN (
        SELECT number FROM (SELECT * FROM to_ship ORDER BY number LIMIT 500) AS oldest
        WHERE shipped_at IS NOT NULL AND recorded_at < %s)"""

_WHAT = "intake's outbox"
_CONNECTIONS = 16


class PostgresOutbox(Outbox):
    """
    The accepted assessments of any number of intakes, in one database.

    Keeps the promises of ``Outbox``, whose transactions these are; safe to call from several
    threads, and used by several processes at once.
    """

    def __init__(self, url: str, password: str | None = None) -> None:
        """
        Connect, and make or upgrade the tables.

        Args:
            url: postgresql://user@host/name, with whatever else libpq takes.
            password: of that user; None where the server asks for none.

        Raises:
            Unavailable: the server does not answer, or refuses us.
            TablesAreNewer: a later release made the tables.
        """
        self._engine = open_engine(url, password, connections=_CONNECTIONS)
        with ExitStack() as opened:
            opened.callback(self._engine.dispose)
            with self._transaction() as connection:
                bring_up_to_date(connection, _WHAT, _STEPS)
            self._opened = opened.pop_all()

    def shipping(self) -> PostgresShipping:
        """Give what a relay reads, closed with this; one process at a time ships."""
        shipping = PostgresShipping(self._engine)
        self._opened.callback(shipping.close)
        return shipping

    def depth(self) -> int:
        """
        Count the messages that wait to be shipped.

        Raises:
            Unavailable: the database is away.
        """
        return self.backlog().events

    def backlog(self) -> Backlog:
        """
        Tell how many messages wait to be shipped, and when the oldest was recorded.

        Raises:
            Unavailable: the database is away.
        """
        with self._transaction() as connection:
            count, oldest = connection.exec_driver_sql(_BACKLOG).one()
        return Backlog(count, oldest and oldest.astimezone(UTC))

    def prune(self, before: datetime) -> int:
        """
        Delete the oldest shipped messages recorded before a moment (aware), some hundred at a time.

        Returns:
            How many were deleted; call again until it is 0.

        Raises:
            Unavailable: not done, or not known to be done; call again later.
        """
        return self._change(_PRUNE, before)

    def ship_again(self, since: datetime) -> int:
        """
        Have everything recorded from a moment (aware) on shipped again, under the same ids.

        Returns:
            How many messages that is; what was pruned is not among them.

        Raises:
            Unavailable: not done, or not known to be done; call again later.
        """
        return self._change(_AGAIN, since)

    def forget(self, patient_ref: str) -> int:
        """
        Empty what is kept of a patient, and what of theirs is shipped or waits to be.

        Returns:
            How many assessments were kept.

        Raises:
            Unavailable: not done, or not known to be done; call again later.
        """
        with self._transaction() as connection:
            connection.exec_driver_sql(_FORGET_TO_SHIP, (patient_ref.encode(),))
            return connection.exec_driver_sql(_ours(FORGET), (patient_ref,)).rowcount

    def close(self) -> None:
        """Let go of the connections; a further call does nothing."""
        self._opened.close()

    def _write(self, work: Callable[[Rows], T], *, turns: Sequence[str]) -> T:
        with self._transaction() as connection:
            take_turns(connection, turns)
            done = work(_DatabaseRows(connection))
            _BEFORE_COMMIT.reach()
        _AFTER_COMMIT.reach()
        return done

    def _read(self, query: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._transaction() as connection:
            return _DatabaseRows(connection).fetch(query, values)

    def _change(self, statement: str, moment: datetime) -> int:
        with self._transaction() as connection:
            return connection.exec_driver_sql(statement, (moment,)).rowcount

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with unavailable_when_away(_WHAT), self._engine.begin() as connection:
            yield connection


class PostgresShipping:
    """
    What a relay reads of the outbox: keeps the promises of ``bus.relay.Outbox``.

    ``seq`` counts what was handed out, and stands for rows only here and until it is marked.
    """

    def __init__(self, engine: Engine) -> None:
        self._turn = OnlyOne(engine, "shipping intake's outbox")
        self._handed_out: dict[int, int] = {}
        self._seq = 0

    def read(self, after: int, limit: int) -> Sequence[tuple[int, Message]]:
        """
        Return the oldest messages not yet shipped, but for those handed out up to ``after``.

        Raises:
            Unavailable: the database is away, or another process ships.
        """
        self._handed_out = {seq: row for seq, row in self._handed_out.items() if seq <= after}
        self._seq = max(self._seq, after)
        rows = self._run(_WAITING, (list(self._handed_out.values()), limit)).all()
        return [(self._hand_out(row.number), _message(row)) for row in rows]

    def shipped(self, seq: int) -> None:
        """
        Mark all that were handed out up to and including ``seq`` as durable elsewhere.

        Raises:
            Unavailable: not known to be done; they are then shipped again, under the same ids.
        """
        done = {each: row for each, row in self._handed_out.items() if each <= seq}
        self._run(_SHIPPED, (list(done.values()),))
        self._handed_out = {each: row for each, row in self._handed_out.items() if each not in done}

    def close(self) -> None:
        """Let another process ship; a further call does nothing."""
        self._turn.close()

    def _hand_out(self, number: int) -> int:
        self._seq += 1
        self._handed_out[self._seq] = number
        return self._seq

    def _run(self, statement: str, values: tuple[object, ...]) -> Any:
        connection = self._turn.connection()
        with unavailable_when_away(_WHAT):
            return connection.exec_driver_sql(statement, values)


@dataclass(frozen=True, slots=True)
class _DatabaseRows:
    """Those in a database."""

    connection: Connection

    def fetch(self, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        result = self.connection.exec_driver_sql(_ours(statement), tuple(values))
        return [tuple(row) for row in result] if result.returns_rows else []

    def publish(self, message: Message) -> None:
        headers = pack(message.headers)
        values = (message.topic, message.key, message.id, headers, message.body)
        self.connection.exec_driver_sql(_PUBLISH, values)


def _ours(statement: str) -> str:
    return statement.replace("?", "%s")


def _message(row: Any) -> Message:
    return Message(row.topic, row.key, row.event_id, unpack(row.headers), row.body)
