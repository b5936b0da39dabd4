"""Kinds of column that mean the same in SQLite and PostgreSQL, and sort as they should in both."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, String, Text, TypeDecorator

_WRITTEN = "%Y-%m-%dT%H:%M:%S.%fZ"

Name: Any = Text().with_variant(String(collation="C"), "postgresql")
"""A reference or code: compared byte by byte, so that a prefix is a range in an index."""

# SQLite numbers rows by itself only in a column that is INTEGER to the letter.
Number: Any = BigInteger().with_variant(Integer, "sqlite")
"""What the database counts rows with."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, written so that its text sorts as time does; reads back aware."""

    impl = Name
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """Write the moment; a naive one is a programmer's error."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """Read it back."""
        return None if value is None else datetime.fromisoformat(value)


class Day(TypeDecorator[date]):
    """A day, as ISO text."""

    impl = Name
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Any) -> str | None:
        """Write the day."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Any) -> date | None:
        """Read it back."""
        return None if value is None else date.fromisoformat(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """A few codes in order, with blanks between them."""

    impl = Name
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Any) -> str | None:
        """Write them."""
        return None if value is None else " ".join(value)

    def process_result_value(self, value: str | None, dialect: Any) -> tuple[str, ...] | None:
        """Read them back."""
        return None if value is None else tuple(value.split())


def written(moment: datetime) -> str:
    """
    Write a moment with a fixed width.

    >>> written(datetime(2026, 11, 22, 9, 5, tzinfo=UTC))
    '2026-11-22T09:05:00.000000Z'
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset has no place in the store")
    # strftime leaves the year 912 three digits wide, and it would sort after 2026.
    return moment.astimezone(UTC).strftime(_WRITTEN).zfill(27)
