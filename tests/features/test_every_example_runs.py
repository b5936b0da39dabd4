"""What is promised, collected and run is one set, and whoever chooses is not accused."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from features.guards.check import check_folder
from features.guards.examples import promised
from tests.features.conftest import SOUND

ROOT = Path(__file__).parents[2]

SAVED_BY_NOTEPAD = b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()
SAVED_WITH_TABS = SOUND.replace("  ", "\t").encode()

LOSES_ONE = """
lost = next(name for name in globals() if name.startswith("test_"))
del globals()[lost]
"""
SWAPS_ONE = """
import pathlib, tempfile
from pytest_bdd import scenario
elsewhere = pathlib.Path(tempfile.mkdtemp()) / "other.feature"
elsewhere.write_text((_HERE / "eye.feature").read_text())
lost = next(name for name in globals() if name.startswith("test_"))
bind = scenario(elsewhere.name, "The eye is protected", features_base_dir=str(elsewhere.parent))
globals()[lost] = bind(lambda: None)
"""
SKIPS = """
import pytest
def pytest_bdd_before_scenario(scenario):
    if scenario.name == "The eye is protected":
        pytest.skip("not today")
"""

SELECTIONS = [
    ["-k", "weak"],
    ["-m", "line"],
    ["features/test_features.py"],
    ["features/test_features.py::test_eye__the_eye_is_protected"],
    ["--deselect", "features/test_features.py::test_eye__the_eye_is_protected"],
    ["--collect-only"],
    ["-n", "2", "-k", "weak"],
]


def append(folder, name, text):
    path = folder.features / name
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "in parallel"])
def test_examples_that_agree_are_green_and_counted(sound, workers):
    ran = sound.run(*workers)

    assert ran.code == 0, ran.said
    assert "3 examples: 3 agree, 0 differ." in ran.said


@pytest.mark.parametrize("saved", [SAVED_BY_NOTEPAD, SAVED_WITH_TABS], ids=["notepad", "tabs"])
def test_a_file_counts_however_an_editor_saved_it(folder, saved):
    (folder.features / "eye.feature").write_bytes(saved)
    ran = folder.run()

    assert ran.code == 0, ran.said
    assert "3 examples: 3 agree, 0 differ." in ran.said


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "in parallel"])
def test_an_example_that_is_lost_on_the_way_is_missed(sound, workers):
    append(sound, "test_features.py", LOSES_ONE)
    ran = sound.run(*workers)

    assert ran.code != 0
    assert "features/eye.feature:2: The eye is protected" in ran.said
    assert "This was promised and is not run." in ran.said


def test_sets_are_compared_and_not_counts(sound):
    append(sound, "test_features.py", SWAPS_ONE)
    ran = sound.run()

    assert ran.code != 0
    assert "This was promised and is not run." in ran.said
    assert "This is run and stands in no file." in ran.said


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "in parallel"])
def test_an_example_that_is_skipped_is_not_green(sound, workers):
    append(sound, "../conftest.py", SKIPS)
    ran = sound.run(*workers)

    assert ran.code == 1
    assert "1 example NOT TRIED:\n  features/eye.feature:2: The eye is protected" in ran.said


def test_a_settings_file_cannot_leave_an_example_out(sound):
    sound.write("pytest.ini", '[pytest]\naddopts = --import-mode=importlib -m "not line"\n')
    ran = sound.run()

    assert ran.code == 1
    assert "2 examples NOT TRIED:" in ran.said
    assert "features/eye.feature:8: The eye of a weak face (grade III)" in ran.said


@pytest.mark.parametrize("chosen", SELECTIONS, ids=" ".join)
def test_whoever_chooses_is_not_accused(sound, chosen):
    ran = sound.run(*chosen)

    assert ran.code == 0, ran.said
    assert "NOT TRIED" not in ran.said


def test_the_whole_file_is_judged_although_one_example_was_chosen(sound):
    append(sound, "eye.feature", "\n  Scenario: Nothing\n")
    ran = sound.run("-k", "eye")

    assert ran.code == 1
    assert "features/eye.feature:17: This scenario has no step" in ran.said


def test_whoever_chooses_is_not_told_of_faults_elsewhere(sound):
    sound.write("features/half_written.feature", "Feature: Not yet\n  Scenario: Nothing\n")
    ran = sound.run("-k", "weak")

    assert ran.code == 0, ran.said
    assert "must be mended" not in ran.said


def test_the_promises_of_this_project_are_all_collected():
    expected = [
        example
        for checked in check_folder(ROOT / "features", root=ROOT)
        for example in (promised(checked.file) if checked.file else ())
    ]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "features",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("features/test_features.py::") == len(expected)


def test_a_plain_run_of_the_tests_runs_the_promises_too():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    assert "features" in settings["tool"]["pytest"]["ini_options"]["testpaths"]
