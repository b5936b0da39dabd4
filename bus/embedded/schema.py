"""What tables a file has, and how an older file becomes a newer one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bus.embedded.private import make_private
from bus.errors import CannotOpen

_VERSIONS = (
    "CREATE TABLE IF NOT EXISTS schema_version (name TEXT PRIMARY KEY, version INTEGER NOT NULL)"
)


@dataclass(frozen=True, slots=True)
class Schema:
    """
    A named set of tables in a file.

    ``steps[n]`` holds the statements that bring version n to n + 1; version 0 has nothing. Steps
    are added at the end and never edited. Several schemas may live in one file.
    """

    name: str
    steps: tuple[tuple[str, ...], ...]

    @property
    def version(self) -> int:
        """The version this release writes."""
        return len(self.steps)


def bring_up_to_date(connection: sqlite3.Connection, path: Path, schemas: Sequence[Schema]) -> None:
    """
    Make the tables of a new file, or upgrade those of an older one, all in one transaction.

    An older file is first copied beside itself as ``<file>.before-<schema>-<version>``.

    Raises:
        CannotOpen: a newer release wrote the file, or it is not one of ours.
    """
    found = _versions_in(connection, path)
    _refuse_newer(path, schemas, found)
    behind = [it for it in schemas if found.get(it.name, 0) < it.version]
    for schema in behind:
        if schema.name in found:
            backup(connection, path.with_name(f"{path.name}.before-{schema.name}-{schema.version}"))
    if behind:
        _apply(connection, behind, found)


def backup(source: sqlite3.Connection, target: Path) -> None:
    """
    Copy an open database by SQLite's own backup call, whole and consistent while it is in use.

    Written beside ``target`` first and then renamed, so a copy that has the name is complete; an
    older copy of that name is replaced.
    """
    fresh = target.with_name(target.name + ".new")
    fresh.unlink(missing_ok=True)
    make_private(fresh)
    with closing(sqlite3.connect(fresh, isolation_level=None)) as copy:
        source.backup(copy)
        # One file, not a file and its log: whoever keeps it may move it by any means.
        copy.execute("PRAGMA journal_mode=DELETE")
    fresh.replace(target)


def _versions_in(connection: sqlite3.Connection, path: Path) -> dict[str, int]:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return {}
    if "schema_version" not in tables:
        raise CannotOpen(path, "not a file of ours; name another data folder")
    return dict(connection.execute("SELECT name, version FROM schema_version"))


def _refuse_newer(path: Path, schemas: Sequence[Schema], found: dict[str, int]) -> None:
    for schema in schemas:
        if (version := found.get(schema.name, 0)) > schema.version:
            raise CannotOpen(
                path,
                f"written by a newer release ({schema.name} version {version}; this one knows "
                f"{schema.version}); install that release, or restore a backup",
            )


def _apply(
    connection: sqlite3.Connection, schemas: Sequence[Schema], found: dict[str, int]
) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.execute(_VERSIONS)
        for schema in schemas:
            for step in schema.steps[found.get(schema.name, 0) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(
                "INSERT OR REPLACE INTO schema_version VALUES (?, ?)",
                (schema.name, schema.version),
            )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
