"""The command line, as somebody at a terminal uses it."""

import json
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from facialis import clock
from facialis.__main__ import main
from facialis.commands.pathways import command as pathways
from facialis.examples import EXAMPLES, examples
from tests.facialis.lines import a_line, post
from tests.facialis.test_planning import MINIMAL


def facialis(*words: str, stdin: bytes | str = "", **environ: str) -> Result:
    return CliRunner().invoke(main, words, input=stdin, obj=dict(environ))


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_help_tells_where_to_begin():
    result = facialis("--help")
    assert result.exit_code == 0
    assert "Begin with: facialis run" in result.output


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_says_what_it_does(name: str):
    assert main.commands[name].help


def test_a_plan_is_a_page_to_read():
    result = facialis("plan", "-", stdin=json.dumps(MINIMAL))
    assert result.exit_code == 0
    assert "SIMULATED-1" in result.stdout
    assert "NOT ASSESSED" in result.stdout


def test_with_json_each_line_gives_a_line_and_a_broken_one_exit_code_1():
    posted = [json.dumps(MINIMAL), "nonsense", json.dumps(MINIMAL | {"side": "up"})]
    result = facialis("plan", "--json", stdin="\n".join(posted))
    plan, not_json, refused = lines(result)
    assert plan["patient_ref"] == "SIMULATED-1"
    assert (not_json["line"], not_json["error"]["status"]) == (2, 400)
    assert (refused["line"], refused["error"]["status"]) == (3, 422)
    assert result.exit_code == 1


def test_a_file_may_hold_one_assessment_spread_over_lines(tmp_path: Path):
    file = tmp_path / "one.json"
    file.write_text(json.dumps(MINIMAL, indent=2), encoding="utf-8")
    result = facialis("plan", "--json", str(file))
    assert result.exit_code == 0
    assert len(lines(result)) == 1


def test_a_plan_for_a_named_day_is_the_same_each_time():
    words = ("plan", "--json", "--as-of", "2027-03-14")
    first, again = (facialis(*words, stdin=json.dumps(MINIMAL)).stdout for _ in range(2))
    assert first == again
    assert json.loads(first)["as_of"] == "2027-03-14T00:00:00.000Z"


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "not-there.json"),
        ("plan", "--as-of", "soon", "-"),
        ("plan", "--unknown"),
        ("pathways", "show", "not-there"),
        ("run", "--port", "70000"),
        ("examples", "not-there"),
    ],
)
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...]):
    assert facialis(*words).exit_code == 2


def test_examples_can_be_piped_into_plan():
    piped = facialis("examples").stdout
    result = facialis("plan", "--json", stdin=piped)
    assert result.exit_code == 0
    assert len(lines(result)) == len(piped.splitlines()) >= 15


def test_each_example_is_planned_for_the_archetype_that_it_shows():
    piped = facialis("examples").stdout
    plans = lines(facialis("plan", "--json", stdin=piped))
    missed = [
        (example.name, example.archetype)
        for example, plan in zip(examples(clock.now()), plans, strict=True)
        if example.archetype not in {pathway["archetype"] for pathway in plan["pathways"]}
    ]
    assert not missed


def test_the_file_of_an_example_can_be_planned_as_it_lies_there():
    result = facialis("plan", *map(str, sorted(EXAMPLES.glob("*.json"))))
    assert result.exit_code == 0
    assert result.stdout.count("Knowledge ") == len(list(EXAMPLES.glob("*.json")))


def test_one_example_can_be_named_and_all_can_be_listed():
    (one,) = lines(facialis("examples", "hemifacial-spasm"))
    assert one["hemifacial_spasm"] == "yes"
    assert "hemifacial-spasm (A17)" in facialis("examples", "--list").stdout


def test_the_tables_are_checked_and_counted():
    result = facialis("pathways", "check")
    assert result.exit_code == 0
    assert "rows" in result.stdout
    assert json.loads(facialis("pathways", "check", "--json").stdout)["rows"] > 0


def test_a_broken_table_is_told_with_file_and_row(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    from services.recommender.pathway_files import load_knowledge

    monkeypatch.setattr("facialis.tables.load_knowledge", lambda: load_knowledge(tmp_path))
    result = facialis("pathways", "check")
    assert result.exit_code == 1
    assert ".yaml" in result.stderr


@pytest.mark.parametrize("name", ["toxin", "A12", "nerve_graft", "pathways"])
def test_rows_are_found_by_table_archetype_and_intervention(name: str):
    result = facialis("pathways", "show", name)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


def test_a_row_is_shown_with_its_conditions_and_its_reason():
    result = facialis("pathways", "show", "toxin.synkinesis")
    assert "· synkinesis: moderate" in result.stdout
    assert "guntinas2022" in result.stdout


def test_a_name_that_is_not_there_is_answered_with_the_nearest():
    assert "did you mean nerve_graft" in facialis("pathways", "show", "nerve_grat").stderr


def test_without_a_name_every_pathway_and_table_is_listed():
    text = facialis("pathways", "show").stdout
    assert "Suspected stroke" in text
    assert "toxin" in text
    assert {"check", "show", "diff", "export"} <= set(pathways.commands)


def test_sign_in_needs_a_line_that_runs(tmp_path: Path):
    result = facialis("sign-in", "--data", str(tmp_path))
    assert result.exit_code == 1
    assert f"facialis run --data {tmp_path}" in result.stderr


def test_the_doctor_finds_this_machine_well(tmp_path: Path):
    result = facialis("doctor", "--json", "--data", str(tmp_path / "new"))
    assert result.exit_code == 0, result.stdout
    found = {check["name"]: check for check in json.loads(result.stdout)}
    assert {"Python", "SQLite", "Disk", "Data folder", "Port", "Tables", "Settings"} <= set(found)
    assert "synchronous=FULL" in found["Disk"]["found"]
    assert not (tmp_path / "new").exists()


def test_the_doctor_reads_whole_files_and_finds_what_the_disk_changed(tmp_path: Path):
    data = tmp_path / "data"
    with a_line(data) as running:
        assert post(running, "/v1/assessments", MINIMAL)[0] == 202
    assert facialis("doctor", "--files", "--data", str(data)).exit_code == 0
    with closing(sqlite3.connect(data / "intake.db", isolation_level=None)) as connection:
        connection.execute("UPDATE accepted SET body = body || ' '")
    result = facialis("doctor", "--files", "--json", "--data", str(data))
    assert result.exit_code == 1
    (wrong,) = [check for check in json.loads(result.stdout) if check["state"] == "wrong"]
    assert wrong["name"] == "File intake.db"
    assert "its event differ" in wrong["found"]


def test_each_line_of_the_doctor_that_fails_ends_with_its_mend(tmp_path: Path):
    tmp_path.chmod(0o755)
    result = facialis("doctor", "--data", str(tmp_path), FACIALIS_KEY="short")
    assert result.exit_code == 1
    assert f"→chmod700{tmp_path}" in "".join(result.stdout.split())
    assert "→ unset FACIALIS_KEY" in result.stdout


def test_wrong_settings_stop_a_run_before_anything_is_made(tmp_path: Path):
    data = tmp_path / "data"
    result = facialis("run", "--data", str(data), FACIALIS_KEY="x", FACIALIS_CHART_URL="y")
    assert result.exit_code == 1
    assert "FACIALIS_KEY" in result.stderr
    assert "FACIALIS_CHART_URL" in result.stderr
    assert not data.exists()


def test_a_wrong_failpoint_is_answered_with_those_there_are(tmp_path: Path):
    result = facialis("run", "--port", "0", "--data", str(tmp_path), FACIALIS_FAILPOINT="x:exit")
    assert result.exit_code == 1
    assert "after_commit" in result.stderr
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
