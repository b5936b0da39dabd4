"""A review station of its own for each test: a store in a file, its doors, somebody signed in."""

from __future__ import annotations

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from services.review.store.store import open_store
from tests.services.review.builders import NOON
from tests.services.review.station import Station


@pytest.fixture(autouse=True, scope="session")
def _templates_are_compiled_once(tmp_path_factory):
    """Each test has an application of its own; compiling its templates anew would take longest."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {**Flask.jinja_options, "bytecode_cache": cache})
        yield


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path / "review.db")
    yield opened
    opened.close()


@pytest.fixture
def station(store):
    return Station(store, now=NOON)


@pytest.fixture
def pages(station):
    return station.signed_in()
