"""Review stores to measure on: in a folder, or in a PostgreSQL there is or that is started."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services.review.store.store import Store, open_postgres, open_store

_SERVER = Path(__file__).parents[1] / "ops" / "postgres" / "server"


def open_any(where: str) -> Store:
    """Open the store at ``postgresql://…``, or in a folder, which is made if need be."""
    if where.startswith("postgresql://"):
        return open_postgres(where, os.environ.get("PGPASSWORD"))
    folder = Path(where)
    folder.mkdir(parents=True, exist_ok=True)
    return open_store(folder / "review.db")


def bytes_on_disk(store: Store) -> int:
    """Tell how much a store takes with all its indexes, what waits in its log included."""
    with store.reading() as connection:
        if connection.dialect.name == "postgresql":
            query = "SELECT pg_database_size(current_database())"
            return int(connection.exec_driver_sql(query).scalar_one())
        (file,) = {row[2] for row in connection.exec_driver_sql("PRAGMA database_list") if row[2]}
    return sum(each.stat().st_size for each in Path(file).parent.glob(f"{Path(file).name}*"))


@contextmanager
def postgres() -> Iterator[str]:
    """
    Start a PostgreSQL for a while; gives its address.

    Raises:
        NotHere: none is installed, or it does not start.
    """
    with tempfile.TemporaryDirectory() as folder:
        # The server runs as its own user, and has to get in.
        Path(folder).chmod(0o755)
        place = f"{folder}/postgres"
        started = subprocess.run(
            [_SERVER, "start", place, "--port", "0"], capture_output=True, text=True, check=False
        )
        if started.returncode:
            raise NotHere(started.stderr.strip().splitlines()[-1])
        try:
            yield started.stdout.strip().splitlines()[-1]
        finally:
            subprocess.run([_SERVER, "stop", place], capture_output=True, check=False)


class NotHere(Exception):
    """What something is measured with is not on this machine; whoever wants it installs it."""
