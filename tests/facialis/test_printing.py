"""Results on their way out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from facialis.planned import Planned, planned
from facialis.planning import planner
from facialis.printing import json_lines, pages
from tests.facialis.plans import a_plan
from tests.facialis.test_planning import MINIMAL, NOW


def results(tmp_path: Path, *lines: bytes, plan: Any = None) -> list[Planned]:
    file = tmp_path / "assessments.ndjson"
    file.write_bytes(b"\n".join(lines))
    make = planner(plan or (lambda assessment: a_plan()), as_of=None, now=lambda: NOW)
    return list(planned([str(file)], make))


def the_error(tmp_path: Path, line: bytes) -> Mapping[str, Any]:
    (result,) = results(tmp_path, line)
    assert result.plan is None
    assert result.problem is not None
    return result.problem


GOOD = json.dumps(MINIMAL).encode()
WITH = GOOD[:-1] + b", "


@pytest.mark.parametrize(
    ("line", "status", "says"),
    [
        (b"nonsense", 400, "Not JSON"),
        (b'{"patient_ref": ', 400, "Not JSON"),
        (WITH + b'"age_years": NaN}', 400, "NaN"),
        (WITH + b'"age_years": -Infinity}', 400, "Infinity"),
        (WITH + b'"side": "left", "side": "right"}', 400, "side"),
        (WITH + b'"side": "\xff\xfe"}', 400, "UTF-8"),
        (b"[" * 100_000, 413, "64 KiB"),
        (b"[" * 10_000, 400, "deep"),
        (b"x" * 10_000_000, 413, "64 KiB"),
        (b" ", 400, "one assessment a line"),
        (b"[]", 422, "object"),
        (b"null", 422, "object"),
        (WITH + b'"sid": "left"}', 422, "side"),
        (WITH + b'"age_years": "3"}', 422, "number"),
        (WITH + b'"goals": []}', 422, "none"),
        (WITH + b'"age_years": -1}', 422, "0"),
        (GOOD.replace(b'"V"', b'"VII"'), 422, "VII"),
        (GOOD.replace(b"SIMULATED-1", b"Anna Smith"), 422, "never a name"),
    ],
)
def test_a_broken_line_is_answered_clearly(tmp_path: Path, line: bytes, status: int, says: str):
    found = the_error(tmp_path, line)
    assert found["status"] == status
    assert says in json.dumps(found)


def test_a_broken_line_costs_no_other(tmp_path: Path):
    found = results(tmp_path, GOOD, b"nonsense", GOOD)
    assert [result.plan is not None for result in found] == [True, False, True]


def test_our_own_fault_costs_no_other_line_and_tells_no_value(tmp_path: Path):
    def fails(assessment: Mapping[str, Any]) -> dict[str, Any]:
        raise ValueError(assessment["patient_ref"])

    (result,) = results(tmp_path, GOOD, plan=fails)
    assert result.problem is not None
    assert result.problem["status"] == 500
    assert "ValueError" in result.problem["detail"]
    assert "SIMULATED-1" not in json.dumps(result.problem)


def test_each_line_of_json_is_a_plan_or_an_error_with_its_line(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
):
    show = json_lines(many_files=False)
    for result in results(tmp_path, GOOD, b"nonsense"):
        show(result)
    first, second = capfdbinary.readouterr().out.splitlines()
    assert json.loads(first) == a_plan()
    assert json.loads(second)["line"] == 2
    assert json.loads(second)["error"]["title"]


def test_with_many_files_an_error_names_its_own(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
):
    (result,) = results(tmp_path, b"nonsense")
    json_lines(many_files=True)(result)
    said = json.loads(capfdbinary.readouterr().out)
    assert said["file"].endswith("assessments.ndjson")


def test_a_page_goes_out_and_a_problem_goes_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    show = pages()
    for result in results(tmp_path, GOOD, GOOD.replace(b'"V"', b'"VII"')):
        show(result)
    out, err = capsys.readouterr()
    assert "Eye protection" in out
    assert "line 2: " in err
    assert "/house_brackmann: " in err


def test_pages_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    show = pages()
    for result in results(tmp_path, GOOD, GOOD):
        show(result)
    assert capsys.readouterr().out.count("━━━━━━━━━━") >= 1
