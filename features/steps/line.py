"""
The line that every promise is tried on.

Usually one in this process, opened once and closed at the end. Where `FACIALIS_LINE_URL` names one
that runs elsewhere (`make line`), it is that one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from facialis.chance import Chance
from facialis.clock import new_id
from facialis.files import REVIEW
from facialis.line import open_line
from facialis.settings import Settings
from features.speech.doors import Doors
from features.speech.elsewhere import Elsewhere
from features.speech.pages import Pages
from features.speech.passing_time import PassingTime
from services.review.people import new_sign_in_link
from services.review.store.store import open_to_look

KEY = "a-key-for-promises-only"
URL = "FACIALIS_LINE_URL"


@dataclass(frozen=True)
class TriedLine:
    """
    A running line, as those who use it reach it.

    Attributes:
        client: makes a client of its own, with no cookies yet.
        key: the key that machines send.
        sign_in_path: makes a link that signs one person in.
    """

    client: Callable[[], Any]
    key: str
    sign_in_path: Callable[[], str]


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
        yield TriedLine(lambda: Elsewhere(url), os.environ["FACIALIS_LINE_KEY"], _asked_path)
        return
    folder = tmp_path_factory.mktemp("line")
    opened = open_line(Settings(data=folder, key=KEY), Chance(now=passing_time.now))
    opened.start()
    yield TriedLine(opened.app.test_client, KEY, lambda: _made_path(folder, passing_time))
    opened.close()


@pytest.fixture(scope="session")
def doors(line: TriedLine) -> Doors:
    """The doors for machines."""
    return Doors(line.client(), line.key)


@pytest.fixture
def pages(line: TriedLine) -> Pages:
    """The pages for people, signed in with a link as `facialis sign-in` prints it."""
    return Pages(line.client(), line.sign_in_path())


def _made_path(folder: Path, passing_time: PassingTime) -> str:
    store = open_to_look(folder / REVIEW)
    try:
        return new_sign_in_link(store, now=passing_time.now(), new_id=new_id)
    finally:
        store.close()


def _asked_path() -> str:
    said = subprocess.run(
        [sys.executable, "-m", "facialis", "sign-in"], capture_output=True, text=True, check=True
    )
    return said.stdout.strip().removeprefix(os.environ[URL])
