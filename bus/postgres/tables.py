"""A station's own tables in a database, made and changed by steps that each run once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bus.postgres.turns import take_turns

_VERSIONS = (
    "CREATE TABLE IF NOT EXISTS schema_version (name TEXT PRIMARY KEY, version INTEGER NOT NULL)"
)
_FOUND = "SELECT version FROM schema_version WHERE name = %s"
_NOTE = (
    "INSERT INTO schema_version VALUES (%s, %s)"
    " ON CONFLICT (name) DO UPDATE SET version = excluded.version"
)


class TablesAreNewer(Exception):
    """A later release made these tables; whoever runs this one installs that release again."""


def bring_up_to_date(connection: Connection, name: str, steps: Sequence[Sequence[str]]) -> None:
    """
    Take the steps that were not taken yet, in the transaction that is open.

    ``steps[n]`` holds the statements that bring version n to n + 1. Several processes may do this
    at once: the first one takes them, the others wait and find them taken.

    Raises:
        TablesAreNewer: more steps were taken than this release knows.
    """
    take_turns(connection, [f"tables of {name}"])
    connection.exec_driver_sql(_VERSIONS)
    found = connection.exec_driver_sql(_FOUND, (name,)).scalar() or 0
    if found > len(steps):
        raise TablesAreNewer(
            f"The tables of {name} have version {found} and this release knows up to {len(steps)}. "
            "Run the release that made them, or one after it."
        )
    for step in steps[found:]:
        for statement in step:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_NOTE, (name, len(steps)))
