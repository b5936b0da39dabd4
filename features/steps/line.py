"""
The line that every promise is tried on.

Usually one in this process, opened once and closed at the end. Where `FACIALIS_LINE_URL` names one
that runs elsewhere (`make line`), it is that one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from features.speech.doors import Doors
from features.speech.lines import URL, LineElsewhere, LineHere, TriedLine
from features.speech.pages import Pages
from features.speech.passing_time import PassingTime


@pytest.fixture(scope="session")
def passing_time() -> PassingTime:
    """The clock of the line."""
    return PassingTime()


@pytest.fixture(scope="session")
def line(
    tmp_path_factory: pytest.TempPathFactory, passing_time: PassingTime
) -> Iterator[TriedLine]:
    """The whole line, running."""
    if url := os.environ.get(URL):
        there = LineElsewhere(url, key=os.environ["FACIALIS_LINE_KEY"])
        yield there
        there.rest()
        return
    here = LineHere(tmp_path_factory.mktemp("line"), passing_time)
    here.start()
    yield here
    here.rest()


@pytest.fixture
def line_here(line: TriedLine) -> Iterator[LineHere]:
    """The line in this process, for what only it can do; it runs again afterwards."""
    assert isinstance(line, LineHere), "a promise with the tag @passing_time is not tried elsewhere"
    yield line
    if line.rests:
        line.start()


@pytest.fixture(scope="session")
def doors(line: TriedLine) -> Doors:
    """The doors for machines."""
    return Doors(line.client(), line.key)


@pytest.fixture
def pages(line: TriedLine) -> Pages:
    """The pages for people, signed in with a link as `facialis sign-in` prints it."""
    return Pages(line.client(), line.sign_in_path())
