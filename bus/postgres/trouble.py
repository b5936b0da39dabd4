"""Translates PostgreSQL's errors into ours: what time or an operator can mend is Unavailable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from bus.errors import Unavailable

# By the code that PostgreSQL gives (appendix A of its manual), or how that begins.
_PASSING = {
    "08": "connection lost",
    "25006": "the server only reads now",
    "25P03": "the server ended a transaction that stood still",
    "40": "two transactions got in each other's way",
    "53": "disk, memory or connections used up",
    "55P03": "a lock was not to be had in time",
    "57014": "the statement took too long",
    "57P": "the server is starting, stopping, or was told to end this",
    "58": "disk full or failing",
}


def unavailable(error: DBAPIError) -> Unavailable | None:
    """Return what this error means when it may pass by itself or by an operator; else None."""
    code: str | None = getattr(error.orig, "sqlstate", "another database's")
    if code is None:
        # The server said nothing: it is not there, or not any more.
        away = error.connection_invalidated or isinstance(error, OperationalError)
        return Unavailable("the server does not answer") if away else None
    what = next((said for start, said in _PASSING.items() if code.startswith(start)), None)
    return None if what is None else Unavailable(f"{what} ({code})")


@contextmanager
def unavailable_when_away(what: str) -> Iterator[None]:
    """
    Turn PostgreSQL's passing errors into Unavailable that names what is away.

    Raises:
        Unavailable: busy, full, or gone; time or an operator mends it.
    """
    try:
        yield
    except NoConnection as busy:
        raise Unavailable(f"{what}: all connections are in use") from busy
    except DBAPIError as error:
        if (passing := unavailable(error)) is None:
            raise
        raise Unavailable(f"{what}: {passing.detail}") from error
