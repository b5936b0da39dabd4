"""``facialis set-aside``: what could not be read is found, looked at and handed on again."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from facialis import clock
from facialis.__main__ import main
from facialis.operators.handing_on import RETRIES
from tests.facialis.lines import (
    OLDER,
    a_line,
    facialis,
    post,
    put,
    said,
    soon,
    started,
    state_of,
)
from tests.facialis.test_planning import MINIMAL
from tests.house import ROOT

ODD = (b'{"half": ', b"\xff\xfe{", b"[1]", b"\x00" * 40)


def listed(data: Path, *words: str) -> list[dict[str, Any]]:
    wanted = ("set-aside", "list", "--json", "--data", str(data), *words)
    answer = CliRunner().invoke(main, wanted, obj={})
    return [json.loads(line) for line in answer.stdout.splitlines()]


def old(number: int) -> dict[str, Any]:
    return {**MINIMAL, "patient_ref": f"OLD-{number}", "assessment_id": f"a-{number}"}


@pytest.fixture(scope="module")
def rests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A line at rest that had set four things aside."""
    data = tmp_path_factory.mktemp("odd") / "data"
    put(data, *ODD)
    with a_line(data):
        assert soon(lambda: len(listed(data)) == len(ODD))
    return data


def test_each_stands_in_the_list_with_its_reason_and_place(rests: Path):
    found = listed(rests)
    assert {one["reason"] for one in found} == {"not_an_event"}
    assert {one["by"] for one in found} == {"recommender"}
    assert [one["position"] for one in found] == sorted(one["position"] for one in found)
    assert all(one["release"] and one["knowledge"] for one in found)


@pytest.mark.parametrize("width", [60, 80])
def test_the_list_fits_its_window_and_shows_no_content(rests: Path, width: int):
    text = facialis("set-aside", "list", "--data", str(rests), width=width).stdout
    assert "4 set aside: 4 not_an_event" in text
    assert max(map(len, text.splitlines())) <= width
    assert "half" not in text


def test_the_original_comes_out_byte_for_byte(rests: Path):
    came = []
    for one in listed(rests):
        words = ["set-aside", "show", one["id"], "--bytes", "--data", str(rests)]
        command = [sys.executable, "-m", "facialis", *words]
        came.append(subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout)
    assert sorted(came) == sorted(ODD)


@pytest.mark.parametrize("width", [60, 80])
def test_one_is_shown_with_its_headers_and_without_its_bytes(rests: Path, width: int):
    (one, *_) = listed(rests)
    done = facialis("set-aside", "show", one["id"][:8], "--data", str(rests), width=width)
    assert done.returncode == 0, done.stderr
    assert one["id"] in done.stdout
    assert one["knowledge"] in "".join(done.stdout.split())
    assert "odd: \\xff\\x00" in done.stdout
    assert "half" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= width


def test_it_can_be_chosen_by_reason_and_by_age(rests: Path):
    assert len(listed(rests, "--reason", "not_an_event")) == len(ODD)
    assert listed(rests, "--reason", "not_json") == []
    assert listed(rests, "--older-than", "1d") == []
    assert len(listed(rests, "--older-than", "0min")) == len(ODD)


def test_what_was_set_aside_by_a_clock_ahead_of_ours_is_listed(
    rests: Path, monkeypatch: pytest.MonkeyPatch
):
    behind = clock.now() - timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: behind)
    assert len(listed(rests)) == len(ODD)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("show", "nowhere"), 1, "nothing that was set aside is called 'nowhere'"),
        (("retry",), 2, "name IDs"),
        (("retry", "--all", "abc"), 2, "name IDs"),
        (("list", "--older-than", "long"), 2, "write 30min, 12h or 2d"),
    ],
)
def test_what_was_asked_wrongly_is_told(rests: Path, words: Any, code: int, told: str):
    done = facialis("set-aside", *words, "--data", str(rests))
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr


def test_a_dry_run_hands_nothing_on(rests: Path):
    assert "4 would be handed on" in said(
        "set-aside", "retry", "--all", "--dry-run", "--data", str(rests)
    )
    assert {one["state"] for one in listed(rests)} == {"waits"}


def test_an_assessment_that_the_next_release_can_read_gets_its_plan(tmp_path: Path):
    data = tmp_path / "data"
    with a_line(data, release=OLDER) as older:
        assert post(older, "/v1/assessments", old(1))[0] == 202
        assert soon(lambda: state_of(older, "a-1") == "set_aside")
    with a_line(data) as newer:
        (one,) = listed(data)
        assert (one["reason"], one["state"], one["attempt"]) == ("invalid", "waits", 0)
        for _ in range(2):
            said("set-aside", "retry", one["id"], "--data", str(data))
        assert soon(lambda: state_of(newer, "a-1") == "planned")
        assert len(newer.plans("&patient_ref=OLD-1")) == 1
        assert listed(data) == []
        assert [it["state"] for it in listed(data, "--all")] == ["planned"]


def test_what_fails_again_stands_once_with_its_newest_attempt(tmp_path: Path):
    data = tmp_path / "data"
    with a_line(data, release=OLDER) as older:
        post(older, "/v1/assessments", old(1))
        assert soon(lambda: listed(data))
        for attempt in (1, 2):
            said("set-aside", "retry", "--all", "--data", str(data))
            assert soon(lambda wanted=attempt: [it["attempt"] for it in listed(data)] == [wanted])
        assert state_of(older, "a-1") == "set_aside"
    assert [it["state"] for it in listed(data)] == ["waits"]


def test_a_line_at_rest_finds_what_was_handed_on_when_it_starts(tmp_path: Path):
    data = tmp_path / "data"
    with a_line(data, release=OLDER) as older:
        post(older, "/v1/assessments", old(1))
        assert soon(lambda: listed(data))
    for _ in range(2):
        said("set-aside", "retry", "--reason", "invalid", "--data", str(data))
    assert [it["state"] for it in listed(data)] == ["handed_on"]
    with a_line(data) as newer:
        assert soon(lambda: state_of(newer, "a-1") == "planned")


def test_only_the_operators_key_opens_their_door(tmp_path: Path):
    with a_line(tmp_path / "data") as line:
        assert post(line, RETRIES, {"ids": []})[0] == 401
        request = Request(line.told["url"] + RETRIES, data=b'{"ids": ["nonsense"]}')
        request.add_header("Authorization", f"Bearer {line.told['operator']}")
        request.add_header("Content-Type", "application/json")
        with pytest.raises(HTTPError) as refused:
            urlopen(request, timeout=10)
        with refused.value:
            assert refused.value.code == 422


def test_a_station_that_stopped_at_too_many_is_let_past_them_once(tmp_path: Path):
    data = tmp_path / "data"
    put(data, *(b"{" for _ in range(25)))
    stops = started(data)
    assert soon(lambda: "--take-aside N" in stops.text)
    told = said("set-aside", "next", "--data", str(data))
    assert "25 deliveries ahead cannot be read" in told
    assert "facialis run --take-aside 25" in told
    assert listed(data) == []
    stops.stop()
    with a_line(data, "--take-aside", "25") as line:
        assert soon(lambda: len(listed(data)) == 25)
        assert post(line, "/v1/assessments", old(1))[0] == 202
        assert soon(lambda: state_of(line, "a-1") == "planned")
    with a_line(data) as again:
        assert again.get("/readyz")[0] == 200
    assert "All that lies ahead can be read" in said("set-aside", "next", "--data", str(data))
