"""The store's version, and the way to the newest, by Alembic's steps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

STEPS = Path(__file__).with_name("migrations")
"""Where the steps are."""

_STEP = re.compile(r"step_(\d{4})_\w+\.py")
_VERSION = "alembic_version"
# How the first release noted that its tables, those of step 1, were there.
_FIRST_VERSION = "store_version"


class StoreIsNewer(Exception):
    """A later release wrote this store; whoever runs this one installs that release again."""


def newest(steps: Path = STEPS) -> int:
    """Tell the version that the last of the steps leads to."""
    return max(_numbers(steps))


def version_of(connection: Connection) -> int:
    """Read the store's version; 0 for a store without tables."""
    tables = inspect(connection)
    if tables.has_table(_VERSION):
        return int(connection.scalar(text(f"SELECT version_num FROM {_VERSION}")) or 0)
    return 1 if tables.has_table(_FIRST_VERSION) else 0


def upgrade(connection: Connection, *, steps: Path = STEPS) -> None:
    """
    Take the steps that this store has not taken, in the transaction that is open.

    Raises:
        StoreIsNewer: it has taken steps that this release does not know.
    """
    found, last = version_of(connection), newest(steps)
    if found > last:
        raise StoreIsNewer(
            f"The review store has version {found} and this release knows up to {last}. "
            "Run the release that wrote it, or one after it."
        )
    if found == last and inspect(connection).has_table(_VERSION):
        return
    _take(connection, steps)


def _numbers(steps: Path) -> Iterator[int]:
    for file in steps.iterdir():
        if named := _STEP.fullmatch(file.name):
            yield int(named[1])


def _take(connection: Connection, steps: Path) -> None:
    # Only here: it takes longer to load than a store that is up to date takes to open.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    folder = str(steps)
    script = ScriptDirectory(folder, version_locations=[folder])
    environment = EnvironmentContext(
        Config(), script, fn=lambda taken, _: script._upgrade_revs("head", taken)
    )
    with environment:
        environment.configure(connection=connection)
        if inspect(connection).has_table(_FIRST_VERSION):
            _take_over(connection, environment.get_context(), script)
        environment.run_migrations()


def _take_over(connection: Connection, context: MigrationContext, script: ScriptDirectory) -> None:
    # The number that the first release left is one that it does not know: so it cannot come back
    # and write into tables that have changed since.
    if not inspect(connection).has_table(_VERSION):
        context.stamp(script, "0001")
    connection.execute(text(f"UPDATE {_FIRST_VERSION} SET version = 2"))
