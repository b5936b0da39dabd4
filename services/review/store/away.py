"""What the database says when it is away or full, in the words of the pipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from bus import postgres
from bus.embedded.trouble import unavailable
from bus.errors import Unavailable


@contextmanager
def unavailable_when_away() -> Iterator[None]:
    """
    Turn the database's own passing errors into Unavailable, so that whoever asked waits.

    Raises:
        Unavailable: busy, full, or gone; time or an operator mends it.
    """
    try:
        yield
    except NoConnection as busy:
        raise Unavailable("the review store: all connections are in use") from busy
    except DBAPIError as error:
        if (passing := _passing(error)) is None:
            raise
        raise Unavailable(f"the review store: {passing.detail}") from error


def _passing(error: DBAPIError) -> Unavailable | None:
    if error.orig is not None and (passing := unavailable(error.orig)) is not None:
        return passing
    return postgres.unavailable(error)
