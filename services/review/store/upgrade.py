"""The store's version, and the steps from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, inspect, select, update

from services.review.store.tables import metadata

_version = Table("store_version", MetaData(), Column("version", Integer, primary_key=True))


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the tables; ``take`` runs once, inside the transaction that counts it."""

    version: int
    what: str
    take: Callable[[Connection], None]


class StoreIsNewer(Exception):
    """A later release wrote this store; whoever runs this one installs that release again."""


STEPS: tuple[Step, ...] = (Step(1, "the first tables", metadata.create_all),)


def version_of(connection: Connection) -> int:
    """Read the store's version; 0 for a store without tables."""
    if not inspect(connection).has_table(_version.name):
        return 0
    return connection.scalar(select(_version.c.version)) or 0


def upgrade(connection: Connection, *, steps: Sequence[Step] = STEPS) -> None:
    """
    Take the steps that this store has not taken, in the transaction that is open.

    Raises:
        StoreIsNewer: it has taken steps that this release does not know.
    """
    found = version_of(connection)
    if found > steps[-1].version:
        raise StoreIsNewer(
            f"The review store has version {found} and this release knows up to "
            f"{steps[-1].version}. Run the release that wrote it, or one after it."
        )
    for step in steps:
        if step.version > found:
            step.take(connection)
    _write_version(connection, found=found, version=steps[-1].version)


def _write_version(connection: Connection, *, found: int, version: int) -> None:
    if found == 0:
        _version.create(connection)
        connection.execute(insert(_version).values(version=version))
    elif found < version:
        connection.execute(update(_version).values(version=version))
