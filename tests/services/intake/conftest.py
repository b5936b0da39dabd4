from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.intake.station import Station, running


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with running(tmp_path) as it:
        yield it
