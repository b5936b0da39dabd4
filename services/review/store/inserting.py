"""
Inserting what may be there already: both databases can, each in its own dialect's words.

Each statement is made once: making it takes longer than the database needs to carry it out.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = postgresql.Insert | sqlite.Insert


def insert_into(connection: Connection, table: Table) -> Insert:
    """Begin an insertion that can say what to do on a conflict."""
    return insertion(connection.dialect.name, table)


def put_into(connection: Connection, table: Table) -> Insert:
    """Insert rows; where one of the same key stands, all the rest of it is replaced."""
    return _replacing(connection.dialect.name, table)


def add_to(connection: Connection, table: Table) -> Insert:
    """Insert rows; where one stands that they would double, it stays as it is."""
    return _adding(connection.dialect.name, table)


def insertion(dialect: str, table: Table) -> Insert:
    """Begin an insertion by the name of the dialect, for whoever keeps the statement."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _replacing(dialect: str, table: Table) -> Insert:
    statement = insertion(dialect, table)
    rest = [column.name for column in table.columns if not column.primary_key]
    return statement.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={name: statement.excluded[name] for name in rest},
    )


@cache
def _adding(dialect: str, table: Table) -> Insert:
    return insertion(dialect, table).on_conflict_do_nothing()
