"""``facialis pathways diff`` and the cases of ``facialis pathways check``, as typed."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from facialis.__main__ import main
from facialis.commands import pathways_cases
from services.recommender.pathway_files import PATHWAYS


def facialis(*words):
    return CliRunner().invoke(main, words, obj={"COLUMNS": "80"})


@pytest.fixture
def tables(tmp_path):
    folder = tmp_path / "tables"
    shutil.copytree(PATHWAYS, folder)
    return folder


@pytest.fixture
def slipped(tables):
    """The tables with the strength of one row changed."""
    path = tables / "rows" / "toxin.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("strength: recommended", "strength: option", 1), encoding="utf-8")
    return tables


def test_the_same_tables_change_nobody(tables):
    result = facialis("pathways", "diff", ".", str(tables))
    assert result.exit_code == 0
    assert "0 of" in result.stdout.lower()


def test_it_names_the_patient_the_change_and_the_row(slipped):
    result = facialis("pathways", "diff", ".", str(slipped))
    assert "synkinesis-with-a-narrow-eye" in result.stdout
    assert "strength recommended → option" in result.stdout
    assert "because of toxin.synkinesis" in result.stdout
    assert all(len(line) <= 100 for line in result.stdout.splitlines())


def test_a_packed_folder_is_a_folder(slipped, tmp_path):
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", slipped.parent, slipped.name)
    found = json.loads(facialis("pathways", "diff", ".", packed, "--on", "cases", "--json").stdout)
    assert [row["row"] for row in found["rows"]] == ["toxin.synkinesis"]
    assert found["patients"]
    assert {tuple(one["because"]) for one in found["patients"]} == {("toxin.synkinesis",)}


def test_it_looks_at_a_file_of_assessments(slipped, tmp_path):
    file = tmp_path / "patients.ndjson"
    posted = {
        "patient_ref": "SIMULATED-1",
        "house_brackmann": "III",
        "synkinesis": "moderate",
        "duration": {"value": 18, "unit": "months"},
    }
    file.write_text(json.dumps(posted) + "\n", encoding="utf-8")
    found = json.loads(
        facialis("pathways", "diff", ".", str(slipped), "--on", str(file), "--json").stdout
    )
    assert (found["seen"], [one["name"] for one in found["patients"]]) == (1, ["line 1"])


def test_what_is_no_folder_of_tables_is_said(tmp_path):
    assert facialis("pathways", "diff", ".", str(tmp_path / "none")).exit_code == 2
    result = facialis("pathways", "diff", ".", str(tmp_path))
    assert result.exit_code == 1
    assert "knowledge.yaml" in result.stderr


def test_the_check_tries_the_cases():
    result = facialis("pathways", "check", "--json")
    found = json.loads(result.stdout)
    assert found["cases"] > 100
    assert found["cases_that_differ"] == 0


def test_the_check_fails_where_a_case_gets_another_plan(tmp_path, monkeypatch):
    (tmp_path / "trial.yaml").write_text(
        "title: Trial\ncases:\n- id: trial\n  story: A trial.\n"
        "  patient: {house_brackmann: V, duration: 24 hours}\n"
        "  table:\n  - {eye_protection: not offered}\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(pathways_cases, "CASES", tmp_path)
    result = facialis("pathways", "check")
    assert result.exit_code == 1
    assert "trial.yaml:7: trial" in result.stderr
    assert "row eye.protect" in result.stderr


def test_the_check_says_where_a_case_cannot_be_read(tmp_path, monkeypatch):
    (tmp_path / "trial.yaml").write_text("titel: Trial\n", encoding="utf-8")
    monkeypatch.setattr(pathways_cases, "CASES", tmp_path)
    result = facialis("pathways", "check")
    assert result.exit_code == 1
    assert "trial.yaml, line 1" in result.stderr
    assert "did you mean title" in result.stderr
