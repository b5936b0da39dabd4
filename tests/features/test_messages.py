"""A run says what came of each example, one message a line, whoever ran it."""

from __future__ import annotations

import pytest

from features.living.run import Run, messages

PLUGINS = '"features.guards.plugin", "features.living.plugin", "broken_steps"'
BREAKS = """
from pytest_bdd import then
@then("it breaks")
def breaks():
    raise KeyError("not there")
"""
BROKEN = """
  Scenario: It breaks
    Given a patient with grade V
    When the plan is drawn up
    Then it breaks
"""


@pytest.fixture
def told(sound, tmp_path):
    """Run a folder, and give what it told."""
    sound.write("conftest.py", f"pytest_plugins = [{PLUGINS}]\n")

    def run(*words):
        stream = tmp_path / "stream.ndjson"
        ran = sound.run("--stream", str(stream), *words)
        found = Run()
        for message in messages(stream.read_text(encoding="utf-8").splitlines()):
            found.take(message)
        assert found.end["status"] == ran.code
        return found

    return run


def came(run):
    return {
        (key[1], *(cell for _, cell in key[2])): said["came"] for key, said in run.examples.items()
    }


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "in parallel"])
def test_what_came_of_each_example_comes_home(told, workers):
    run = told(*workers)

    assert came(run) == {(2,): "passed", (8, "III"): "passed", (8, "VI"): "passed"}
    assert len(run.begin["knowledge"]["digest"]) == 64
    assert (run.end["tried"], run.end["differ"], run.end["chosen"]) == (3, 0, False)
    assert run.end["said"] == ["3 examples: 3 agree, 0 differ."]


@pytest.mark.parametrize("workers", [[], ["-n", "2"]], ids=["alone", "in parallel"])
def test_a_program_that_breaks_is_told_with_its_trace_and_the_steps_done(told, sound, workers):
    sound.write("features/broken.feature", "Feature: It breaks\n" + BROKEN)
    steps = (sound.features.parent / "broken_steps.py").read_text(encoding="utf-8")
    sound.write("broken_steps.py", steps + BREAKS)
    [said] = told(*workers).went_wrong

    assert said["steps_done"] == 2
    assert "KeyError" in said["said"]
    assert "expected" not in said


def test_a_difference_is_told_in_its_parts(told, sound):
    sound.write("features/broken.feature", "Feature: It differs\n" + BROKEN)
    steps = (sound.features.parent / "broken_steps.py").read_text(encoding="utf-8")
    raises = 'raise Differs("expected: a\\ngot: b", expected="a", got=["b", "because"])'
    sound.write("broken_steps.py", steps + BREAKS.replace('raise KeyError("not there")', raises))
    [said] = told().went_wrong

    assert (said["expected"], said["got"]) == ("a", ["b", "because"])
    assert "features/broken.feature:6: This is not what came." in said["said"]


def test_a_line_that_must_be_mended_is_told(told, sound):
    sound.write("features/broken.feature", "Feature: Nothing\n\n  Scenario: Nothing\n")
    run = told()

    assert [(it["file"], it["line"]) for it in run.faults] == [("features/broken.feature", 3)]
    assert run.end["faults"] == 1
    assert run.end["said"][1] == "1 line must be mended before the rest of the file is run."


@pytest.mark.parametrize(
    ("only", "lines"),
    [
        ("features/eye.feature", {2, 8}),
        ("features/eye.feature:1", {2}),
        ("features/eye.feature:5", {2}),
        ("features/eye.feature:14", {8}),
        ("features/other.feature", set()),
    ],
)
def test_a_file_or_a_line_of_it_is_chosen(told, only, lines):
    run = told("--only", only)

    assert {key[1] for key in run.examples} == lines
    assert run.end["chosen"] is True


def test_a_message_that_was_cut_off_is_nothing():
    assert list(messages(['{"begin": {}}', '{"exam'])) == [{"begin": {}}]


def test_of_two_messages_about_an_example_the_failed_one_counts():
    run = Run()
    example = {"file": "eye.feature", "line": 2, "row": {}}
    run.take({"example": {**example, "came": "failed"}})
    run.take({"example": {**example, "came": "passed"}})

    assert [said["came"] for said in run.examples.values()] == ["failed"]
