"""Moving the review store out of its file into PostgreSQL, decisions and people included."""

from __future__ import annotations

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from facialis.trouble import Trouble
from services.review.store.store import Store
from services.review.store.tables import metadata

_AT_ONCE = 500
# Made when a store is opened for the first time; the one that signed the links in use counts.
_OWN = ("secrets",)


def move_store(source: Store, target: Store) -> int:
    """
    Copy every row into an empty store, all of them or none; return how many there were.

    A store that holds them already, as after a move that was said again, stays as it is.

    Raises:
        Trouble: the other store holds something else.
        Unavailable: it is away; nothing was copied.
    """
    with source.reading() as here, target.writing() as there:
        counts = {table.name: _count(here, table) for table in metadata.sorted_tables}
        found = {table.name: _count(there, table) for table in metadata.sorted_tables}
        if found == counts:
            return sum(counts.values())
        if any(count for name, count in found.items() if name not in _OWN):
            raise Trouble(
                "The store in PostgreSQL holds something else already. Nothing was moved.",
                mend="Name an empty database in FACIALIS_STORE.",
            )
        for table in metadata.sorted_tables:
            _copy(here, there, table)
    return sum(counts.values())


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _copy(here: Connection, there: Connection, table: Table) -> None:
    there.execute(delete(table))
    rows = here.execution_options(yield_per=_AT_ONCE).execute(select(table))
    for some in rows.mappings().partitions(_AT_ONCE):
        there.execute(insert(table), [dict(row) for row in some])
    if there.dialect.name == "postgresql" and "number" in table.c:
        _count_on(there, table)


def _count_on(there: Connection, table: Table) -> None:
    """Let the next row get the number after the last: rows that were given theirs do not count."""
    last = there.scalar(select(func.max(table.c.number)))
    if last is not None:
        sequence = there.scalar(select(func.pg_get_serial_sequence(table.name, "number")))
        there.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
