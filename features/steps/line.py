"""The line that every promise is tried on: opened once for each process, closed at the end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from facialis.clock import new_id
from facialis.files import REVIEW
from facialis.line import Chance, Line, open_line
from facialis.settings import Settings
from features.speech.doors import Doors
from features.speech.pages import Pages
from features.speech.passing_time import PassingTime
from services.review.people import new_sign_in_link
from services.review.store.store import open_to_look

KEY = "a-key-for-promises-only"


@pytest.fixture(scope="session")
def passing_time() -> PassingTime:
    """The clock of the line."""
    return PassingTime()


@pytest.fixture(scope="session")
def line_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the line's files."""
    return tmp_path_factory.mktemp("line")


@pytest.fixture(scope="session")
def line(line_folder: Path, passing_time: PassingTime) -> Iterator[Line]:
    """The whole line, running."""
    opened = open_line(Settings(data=line_folder, key=KEY), Chance(now=passing_time.now))
    opened.start()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def doors(line: Line) -> Doors:
    """The doors for machines."""
    return Doors(line.app.test_client(), KEY)


@pytest.fixture
def pages(line: Line, line_folder: Path, passing_time: PassingTime) -> Pages:
    """The pages for people, signed in with a link as `facialis sign-in` prints it."""
    store = open_to_look(line_folder / REVIEW)
    link = new_sign_in_link(store, now=passing_time.now(), new_id=new_id)
    store.close()
    return Pages(line.app.test_client(), link)
