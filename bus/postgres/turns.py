"""Taking turns: one at a time with a name, whoever else works on the same database."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from bus.errors import Unavailable
from bus.postgres.trouble import unavailable_when_away

# In the order of the numbers, so that no two ever wait for each other.
_TAKE = "SELECT pg_advisory_xact_lock(number) FROM unnest(%s::bigint[]) AS number"
_SHARE = "SELECT pg_advisory_xact_lock_shared(%s)"
_TRY = "SELECT pg_try_advisory_lock(%s)"


def take_turns(connection: Connection, names: Iterable[str]) -> None:
    """
    Wait until nobody else's transaction has any of these names; hold them until this one ends.

    Raises:
        DBAPIError: it took too long, or others held them crosswise; it passes.
    """
    numbers = sorted({_number(name) for name in names})
    if numbers:
        connection.exec_driver_sql(_TAKE, (numbers,))


def share_turns(connection: Connection, name: str) -> None:
    """Hold a name together with all who share it; who takes it alone waits for them, and they."""
    connection.exec_driver_sql(_SHARE, (_number(name),))


class OnlyOne:
    """
    Work that one process at a time does for a database; the others stand by.

    Rests on a connection of its own: when its process or its server ends, another may go on.
    Used by one thread at a time.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """
        Give the connection that holds the turn, each statement a transaction of its own.

        Raises:
            Unavailable: another process has the turn, or the server is away; ask again later.
        """
        with unavailable_when_away(self._name):
            if self._connection is not None and self._alive(self._connection):
                return self._connection
            self.close()
            return self._take()

    def close(self) -> None:
        """Let another process go on; a further call does nothing."""
        held, self._connection = self._connection, None
        if held is not None:
            # What goes back to the pool would keep its turn.
            held.invalidate()
            held.close()

    def _take(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._connection = connection
        if not connection.exec_driver_sql(_TRY, (_number(self._name),)).scalar():
            self.close()
            raise Unavailable(f"{self._name}: another process does it")
        return connection

    def _alive(self, connection: Connection) -> bool:
        try:
            connection.exec_driver_sql("SELECT 1")
        except DBAPIError:
            return False
        return not connection.invalidated


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
