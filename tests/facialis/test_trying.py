"""A case that is tried gets the very plan that posting it would, and costs nothing at the start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from facialis.examples import examples
from facialis.line import Line, open_line
from facialis.settings import Settings
from schemas.faults import InvalidAssessment
from tests.house import ROOT

KEY = "a-key-for-tests-only"

_LOADED = """
import sys
from pathlib import Path
from facialis.line import open_line
from facialis.settings import Settings
line = open_line(Settings(data=Path(sys.argv[1]), key="a-key-for-tests-only"))
line.close()
print(sorted({"features", "gherkin", "pytest", "pytest_bdd"} & sys.modules.keys()))
"""


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    line = open_line(Settings(data=tmp_path_factory.mktemp("line"), key=KEY))
    yield line
    line.close()


def trying(line: Line):
    from facialis.chance import Chance
    from facialis.tables import knowledge
    from facialis.trying import Trying
    from services.recommender.propose import propose

    tables = knowledge()
    return Trying(lambda it: propose(it, knowledge=tables), tables, now=Chance().now)


def test_it_is_the_plan_of_the_preview_to_the_last_letter(line):
    here = trying(line)
    doors = line.app.test_client()
    for example in examples(here._now()):
        answer = doors.post(
            "/v1/plans/preview?as_of=assessed",
            json=example.assessment,
            headers={"Authorization": f"Bearer {KEY}"},
        )
        assert answer.status_code == 200, example.name
        assert here.plan(example.assessment, as_of="assessed") == answer.get_json(), example.name


def test_what_cannot_be_a_moment_is_told_beside_every_other_fault(line):
    with pytest.raises(InvalidAssessment) as refused:
        trying(line).plan({"house_brackmann": "VII"}, as_of="gestern")

    told = [fault.pointer for fault in refused.value.faults]
    assert told[0] == "/as_of"
    assert {"/house_brackmann", "/patient_ref", "/duration"} <= {*told}


def test_a_line_starts_without_what_speaks_gherkin(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", _LOADED, str(tmp_path)]
    said = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert said.stdout.strip() == "[]", said.stderr[-2000:]
