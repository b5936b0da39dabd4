"""
A real PostgreSQL for tests: one server a session, a database of its own for each test.

FACIALIS_TEST_POSTGRES names another server, as postgresql://user@host/name, where that user may
make databases. Without either, tests that need one are skipped with the reason; in CI they fail.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest

SERVER = Path(__file__).parents[1] / "ops/postgres/server"

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Give the address of a server that may be used as one likes."""
    if address := os.environ.get("FACIALIS_TEST_POSTGRES"):
        yield address
        return
    # Not below pytest's own folder: the user that PostgreSQL runs as could not reach it.
    folder = tempfile.mkdtemp(prefix="facialis-postgres-")
    os.chmod(folder, 0o755)
    try:
        yield _started(folder)
    finally:
        _end(Path(folder))


@pytest.fixture(scope="session")
def make_database(postgres_server: str) -> Iterator[Callable[..., str]]:
    """Give what makes a database, empty or as a copy of another, and tells its address."""
    made: list[str] = []

    def make(*, like: str = "") -> str:
        name = f"test_{os.getpid()}_{next(_numbers)}"
        template = f' TEMPLATE "{name_of(like)}" STRATEGY file_copy' if like else ""
        execute(postgres_server, f'CREATE DATABASE "{name}"{template}')
        made.append(name)
        return urlsplit(postgres_server)._replace(path=f"/{name}").geturl()

    yield make
    # A server of ours goes with all that is in it.
    if "FACIALIS_TEST_POSTGRES" in os.environ:
        for name in made:
            execute(postgres_server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def postgres(make_database: Callable[..., str]) -> str:
    """Give the address of an empty database that nobody else uses."""
    return make_database()


def execute(address: str, statement: str) -> None:
    """Run one statement by itself."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def cut_all(address: str) -> None:
    """Cut every other connection to a database; they are gone when this returns."""
    execute(
        address,
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


def name_of(address: str) -> str:
    """Name the database of an address."""
    return urlsplit(address).path.strip("/")


def _started(folder: str) -> str:
    # A test's data need not outlive a power cut.
    quick = {"POSTGRES_OPTIONS": "-c fsync=off -c max_connections=200"}
    started = subprocess.run(
        [SERVER, "start", folder, "--port", "0"],
        env={**os.environ, **quick},
        capture_output=True,
        text=True,
        check=False,
    )
    if started.returncode == 0:
        return started.stdout.strip()
    if "CI" in os.environ:
        pytest.fail(started.stderr, pytrace=False)
    pytest.skip(started.stderr.strip())


def _end(folder: Path) -> None:
    # At once, without a last checkpoint: nobody needs what is in it any more.
    process = folder / "data/postmaster.pid"
    if process.exists():
        os.kill(int(process.read_text().split()[0]), signal.SIGQUIT)
    subprocess.run([SERVER, "stop", folder], check=False, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)
