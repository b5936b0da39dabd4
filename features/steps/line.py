"""The line that every promise is tried on: opened once for each process, closed at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from facialis.line import Chance, open_line
from facialis.settings import Settings
from features.speech.doors import Doors
from features.speech.passing_time import PassingTime

KEY = "a-key-for-promises-only"


@pytest.fixture(scope="session")
def passing_time() -> PassingTime:
    """The clock of the line."""
    return PassingTime()


@pytest.fixture(scope="session")
def doors(tmp_path_factory: pytest.TempPathFactory, passing_time: PassingTime) -> Iterator[Doors]:
    """The public doors of the whole line, with its own files in a folder of its own."""
    settings = Settings(data=tmp_path_factory.mktemp("line"), key=KEY)
    line = open_line(settings, Chance(now=passing_time.now))
    line.start()
    yield Doors(line.app.test_client(), KEY)
    line.close()
