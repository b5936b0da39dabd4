"""A review station of its own for each test: a store in a file, its doors, somebody signed in."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from services.review.store.store import open_postgres, open_store
from services.review.store.tables import metadata, secrets
from tests.postgres_server import execute
from tests.services.review.builders import NOON
from tests.services.review.station import Station

DATABASES = ("file", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(autouse=True, scope="session")
def _templates_are_compiled_once(tmp_path_factory):
    """Each test has an application of its own; compiling its templates anew would take longest."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": cache})
        yield


@pytest.fixture
def open_file(tmp_path):
    """Open the store in a file: the same one each time."""
    with closed_afterwards() as opened:
        yield lambda: opened(open_store(tmp_path / "review.db"))


@pytest.fixture(params=DATABASES)
def open_fresh(request, tmp_path_factory):
    """Open a store that is new each time, on either kind of database."""
    if request.param == "file":
        with closed_afterwards() as opened:
            yield lambda: opened(open_store(tmp_path_factory.mktemp("store") / "review.db"))
    else:
        lend = request.getfixturevalue("lend_database")
        with lend() as take, closed_afterwards() as opened:
            yield lambda: opened(open_postgres(take()))


@pytest.fixture
def database(lend_database):
    """The address of a database that has the store's tables, empty."""
    with lend_database() as take:
        yield take()


@pytest.fixture(scope="session")
def lend_database(make_database):
    """
    Lend databases that have the store's tables and nothing in them.

    To make one takes longer than most tests, so what comes back is emptied and lent again.
    """
    template, free = make_database(), []
    open_postgres(template).close()

    @contextmanager
    def lend():
        lent = []

        def take():
            lent.append(free.pop() if free else make_database(like=template))
            return lent[-1]

        yield take
        for address in lent:
            empty(address)
        free.extend(lent)

    return lend


def empty(address):
    tables = (table.name for table in metadata.tables.values() if table is not secrets)
    execute(address, "; ".join(f"DELETE FROM {name}" for name in tables))


@contextmanager
def closed_afterwards():
    with ExitStack() as closing:

        def opened(store):
            closing.callback(store.close)
            return store

        yield opened


@pytest.fixture
def store(open_fresh):
    return open_fresh()


@pytest.fixture
def file_store(open_file):
    return open_file()


@pytest.fixture
def station(store):
    return Station(store, now=NOON)


@pytest.fixture
def pages(station):
    return station.signed_in()
