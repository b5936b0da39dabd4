"""Text as PostgreSQL takes it."""

from __future__ import annotations

from psycopg.abc import Buffer
from psycopg.types.string import StrDumper


class WithoutNul(StrDumper):
    """
    Writes the one character that PostgreSQL has no place for as the one that stands for any other.

    No reference of ours has it; who asks for one that has is told that there is none.
    """

    def dump(self, obj: str) -> Buffer | None:
        """Write a text."""
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))
