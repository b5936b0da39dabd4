"""``facialis features``: what it says at the terminal, how it ends, and what it leaves."""

from __future__ import annotations

import json
import stat
import subprocess
import sys

import pytest
from click.testing import CliRunner

from facialis.__main__ import main
from features.living.asked import FEATURES, Asked, NoSuchFeature
from features.living.figures import CHOSEN, NAME, write
from tests.facialis.lines import facialis
from tests.features.figures import some_figures


@pytest.fixture
def data(tmp_path):
    """A data folder in which all promises were run, so it says, just now."""
    folder = tmp_path / "data"
    (folder / "promises").mkdir(parents=True)
    write(some_figures(), folder / "promises" / NAME)
    return folder


def test_a_chosen_example_is_tried_counted_and_written_down(tmp_path):
    data = tmp_path / "data"
    done = facialis("features", "eye.feature:30", "--data", str(data))

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 example: 1 agrees, 0 differ." in done.stdout
    page = data / "promises" / "chosen.html"
    assert f"The document: {page.as_uri()}" in done.stdout
    assert "<h1>Promises</h1>" in page.read_text(encoding="utf-8")
    figures = json.loads((data / "promises" / CHOSEN).read_text())
    assert figures["counts"]["examples"] == 1
    [example] = figures["examples"].values()
    assert example["posted"]["house_brackmann"]
    assert "patient_ref" not in example["posted"]
    assert not (data / "promises" / NAME).exists()
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_a_feature_that_is_not_there_is_answered_with_the_nearest(tmp_path):
    done = facialis("features", "eyes.feature", "--to", str(tmp_path))

    assert done.returncode == 2
    assert "Did you mean features/eye.feature?" in done.stderr


def test_a_word_that_chooses_nothing_is_wrong_usage(tmp_path):
    done = facialis("features", "-k", "nonsense", "--to", str(tmp_path))

    assert done.returncode == 2
    assert "No example is chosen by: -k nonsense" in done.stderr


def test_what_pytest_does_not_know_is_wrong_usage(tmp_path):
    done = facialis("features", "--nonsense", "--to", str(tmp_path))

    assert done.returncode == 2
    assert "--nonsense" in done.stderr


def test_what_only_asks_is_answered_by_pytest(tmp_path):
    done = facialis("features", "--collect-only", "-q", "eye.feature", "--to", str(tmp_path))

    assert done.returncode == 0
    assert "test_eye__" in done.stdout


def test_what_no_example_visits_is_said_without_a_run(data):
    done = CliRunner().invoke(main, ["features", "--coverage", "--data", str(data)])

    assert done.exit_code == 0, done.output
    assert "No patient reaches companion.brow.eye" in done.output
    assert "Scenario:" not in done.output
    done = CliRunner().invoke(main, ["features", "--propose", "--data", str(data)])
    assert "    Scenario: one" in done.output


def test_an_example_is_proposed_for_what_is_named():
    done = CliRunner().invoke(main, ["features", "--propose", "C-12", "nerve_graft offered"])

    assert done.exit_code == 0, done.output
    assert "# C-12\nScenario: C-12 (say what it promises)" in done.output
    assert "Then Nerve graft is offered" in done.output
    done = CliRunner().invoke(main, ["features", "--propose", "nonsense"])
    assert done.exit_code == 1
    assert "Nothing is called nonsense" in done.output


def test_a_file_is_found_from_where_one_stands(tmp_path):
    for typed, here in (
        ("eye.feature", tmp_path),
        ("features/eye.feature", tmp_path),
        ("eye.feature", FEATURES),
        (str(FEATURES / "eye.feature"), tmp_path),
    ):
        assert Asked.of([typed], here=here).only == ("features/eye.feature",)
    assert Asked.of(["eye.feature:7", "-x"], here=tmp_path).only == ("features/eye.feature:7",)
    (tmp_path / "mine.feature").touch()
    with pytest.raises(NoSuchFeature):
        Asked.of(["mine.feature"], here=tmp_path)


def test_all_promises_run_in_parallel_and_a_choice_alone(tmp_path):
    def number(*words):
        asked = Asked.of(words).command(stream="s", kept=tmp_path)
        return asked[asked.index("-n") + 1]

    assert int(number()) >= 1
    assert number("-k", "stroke") == "0"
    assert number("eye.feature") == "0"
    assert number("-n", "3") == "3"


def test_nothing_of_the_promises_is_loaded_before_it_is_asked_for():
    script = (
        "import sys, facialis.__main__, facialis.line, facialis.station_review\n"
        "print([it for it in ('pytest', 'pytest_bdd', 'gherkin', 'features') if it in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("option", ["--data", "--to"])
def test_a_folder_that_cannot_be_made_is_said_with_what_to_do(tmp_path, option):
    (tmp_path / "file").touch()
    done = facialis("features", "eye.feature:30", option, str(tmp_path / "file" / "folder"))

    assert done.returncode == 1
    assert "cannot be kept in" in done.stderr
    assert "Another folder: facialis features --to DIR" in done.stderr
