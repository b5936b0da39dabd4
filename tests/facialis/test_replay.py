"""``facialis replay``: with other tables, what says something else is told, and nothing else is."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bus.embedded import EmbeddedFeed
from schemas.topics import PLANS_PROPOSED
from services.recommender.pathway_files import PATHWAYS
from tests.facialis.lines import OLDER, a_line, ask, facialis, post, said, soon, state_of
from tests.facialis.test_run import Running
from tests.house import ROOT

MINIMAL = {
    "patient_ref": "P-1",
    "house_brackmann": "III",
    "synkinesis": "moderate",
    "duration": {"value": 14, "unit": "months"},
    "side": "left",
}
SYNKINETIC, FLACCID = "moderate", "none"
HOW_MANY = 12


def patient(number: int) -> dict[str, Any]:
    # Every third has the synkinesis that the changed row speaks of.
    synkinesis = SYNKINETIC if number % 3 == 0 else FLACCID
    ids = {"patient_ref": f"P-{number}", "assessment_id": f"a-{number}"}
    return {**MINIMAL, "synkinesis": synkinesis, **ids}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables, a version later, with another sentence in the row on toxin for synkinesis."""
    folder = tmp_path_factory.mktemp("tables") / "pathways"
    shutil.copytree(PATHWAYS, folder)
    version = folder / "knowledge.yaml"
    text = version.read_text(encoding="utf-8")
    version.write_text(re.sub(r"version: .*", 'version: "2099.1"', text, count=1), encoding="utf-8")
    row = folder / "rows" / "toxin.yaml"
    before, found, after = row.read_text(encoding="utf-8").partition("id: toxin.synkinesis\n")
    assert found
    after = re.sub(r"text:.*", 'text: {en: "Said in another way."}', after, count=1)
    row.write_text(before + found + after, encoding="utf-8")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with a_line(folder) as line:
        for number in range(HOW_MANY):
            assert post(line, "/v1/assessments", patient(number))[0] == 202
        assert soon(lambda: len(line.plans()) == HOW_MANY)
    return folder


def counted(*words: str) -> dict[str, Any]:
    return json.loads(said("replay", "--json", *words))


def plans_logged(data: Path) -> int:
    with closing(EmbeddedFeed([(data / "recommender.db", PLANS_PROPOSED.name)])) as feed:
        feed.start({})
        return len(feed.poll(1000, 0))


def current(line: Running) -> dict[str, dict[str, Any]]:
    return {plan["assessment_id"]: plan for plan in line.plans()}


def test_with_the_same_tables_nothing_is_told(data: Path):
    told = counted("--data", str(data))
    assert (told["unchanged"], told["changed"], told["new"]) == (HOW_MANY, 0, 0)
    assert plans_logged(data) == HOW_MANY


def test_with_other_tables_only_what_says_something_else_becomes_current(data: Path, tables: Path):
    with a_line(data) as line:
        before = current(line)
        dry = counted("--dry-run", "--knowledge", str(tables), "--data", str(data))
    assert (dry["changed"], dry["unchanged"]) == (HOW_MANY // 3, HOW_MANY - HOW_MANY // 3)
    assert plans_logged(data) == HOW_MANY

    assert counted("--knowledge", str(tables), "--data", str(data)) == dry
    assert plans_logged(data) == HOW_MANY + dry["changed"]
    with a_line(data) as line:
        assert soon(
            lambda: (
                Counter(it["knowledge"]["version"] for it in line.plans())["2099.1"]
                == dry["changed"]
            )
        )
        after = current(line)
    for number in range(HOW_MANY):
        was, now = before[f"a-{number}"], after[f"a-{number}"]
        assert (was["plan_id"] == now["plan_id"]) == bool(number % 3)
        assert was["as_of"] == now["as_of"]

    assert counted("--knowledge", str(tables), "--data", str(data))["changed"] == 0


def test_older_tables_do_not_take_the_place_of_newer_ones(data: Path, tables: Path):
    counted("--knowledge", str(tables), "--data", str(data))
    told = counted("--data", str(data))
    assert told["changed"] == HOW_MANY // 3
    with a_line(data) as line:
        assert soon(lambda: ask(line, "/readyz")[0] == 200)
        time.sleep(0.5)
        newest = [it for it in line.plans() if it["knowledge"]["version"] == "2099.1"]
        assert len(newest) == HOW_MANY // 3


def test_while_the_line_runs_it_is_only_counted(data: Path):
    with a_line(data):
        refused = facialis("replay", "--data", str(data))
    assert refused.returncode == 1
    assert "replay --dry-run" in refused.stderr


def test_a_replay_that_is_stopped_goes_on_where_it_was(data: Path, tables: Path):
    # Slow enough that it is never at its end when it is stopped.
    words = ["replay", "--rate", "0.5", "--knowledge", str(tables), "--data", str(data)]
    command = [sys.executable, "-m", "facialis", *words]
    stopped = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert soon(lambda: (data / "run.lock").read_text() == str(stopped.pid))
    time.sleep(2)
    stopped.send_signal(signal.SIGINT)
    _, errors = stopped.communicate(timeout=60)
    assert stopped.returncode == 1, errors
    assert b"Say the same again" in errors
    told = counted("--knowledge", str(tables), "--data", str(data))
    seen = told["changed"] + told["unchanged"] + told["new"]
    assert 0 < seen < HOW_MANY
    assert plans_logged(data) == HOW_MANY + HOW_MANY // 3


def test_a_killed_replay_can_be_repeated_and_doubles_nothing(data: Path, tables: Path):
    words = ["replay", "--rate", "6", "--knowledge", str(tables), "--data", str(data)]
    command = [sys.executable, "-m", "facialis", *words]
    killed = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    time.sleep(2)
    killed.kill()
    killed.wait()
    counted("--knowledge", str(tables), "--data", str(data))
    assert plans_logged(data) == HOW_MANY + HOW_MANY // 3


def test_a_part_may_be_named_by_day_or_by_place(data: Path):
    assert counted("--since", "2999-01-01", "--data", str(data))["passed_over"] == HOW_MANY
    assert counted("--since", "2000-01-01", "--data", str(data))["unchanged"] == HOW_MANY
    places = [f"--from=assessments.received.v1/{it}@1" for it in range(6)]
    all_but_firsts = counted(*places, "--data", str(data))["unchanged"]
    assert HOW_MANY - 6 <= all_but_firsts < HOW_MANY


@pytest.mark.parametrize("words", [("--since", "soon"), ("--from", "plans/1"), ("--rate", "0")])
def test_a_part_that_is_not_one_is_wrong_usage(tmp_path: Path, words: tuple[str, str]):
    assert facialis("replay", *words, "--data", str(tmp_path)).returncode == 2


def test_what_an_older_release_set_aside_gets_its_plan(tmp_path: Path):
    data = tmp_path / "data"
    with a_line(data, release=OLDER) as older:
        post(older, "/v1/assessments", {**MINIMAL, "patient_ref": "OLD-1", "assessment_id": "a"})
        assert soon(lambda: state_of(older, "a") == "set_aside")
    assert counted("--data", str(data))["new"] == 1
    with a_line(data) as newer:
        assert soon(lambda: state_of(newer, "a") == "planned")
    assert "Nothing is set aside" in said("set-aside", "list", "--data", str(data))
