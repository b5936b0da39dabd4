"""Every hole through which a promise could be green unchecked has a broken feature."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(path.name for path in BROKEN.glob("*.feat*"))

_CAUGHT = re.compile(rb"^# caught: line (\d+): (.+?)$", re.MULTILINE)


def the_faults_of(name: str) -> list[tuple[int, str]]:
    raw = (BROKEN / name).read_bytes()
    return [(int(line), what.decode()) for line, what in _CAUGHT.findall(raw)]


def the_messages_about(name: str, broken_run) -> list[str]:
    return [said for said in broken_run.failed.values() if said.startswith(f"features/{name}:")]


@pytest.mark.parametrize("name", FILES)
def test_each_hole_is_caught_with_its_line_and_its_reason(name, broken_run):
    expected = the_faults_of(name)
    messages = the_messages_about(name, broken_run)

    assert expected, "a broken feature says in its first lines what is caught"
    assert len(messages) == len(expected)
    for line, what in expected:
        assert any(said.startswith(f"features/{name}:{line}: {what}") for said in messages), (
            messages
        )


@pytest.mark.parametrize("name", FILES)
def test_nothing_of_a_broken_feature_is_green(name, broken_run):
    stem = f"test_{name.partition('.')[0]}__"

    assert not [test for test in broken_run.passed if test.startswith(stem)]


def test_a_fault_shows_what_was_typed_and_the_nearest_right_thing(broken_run):
    def message(name):
        return the_messages_about(name, broken_run)[0]

    assert "    Given a patient of grade V\n" in message("an_unknown_step.feature")
    assert "Given a patient with grade {grade}" in message("an_unknown_step.feature")
    assert "Did you mean `Scenario:`?" in message("a_misspelt_scenario.feature")
    assert "Did you mean `Scenario:`?" in message("a_misspelt_scenario_later.feature")
    assert "Did you mean `When`?" in message("a_misspelt_later_step.feature")
    assert "Did you mean @gate?" in message("an_unknown_tag.feature")
    assert "Did you mean grade?" in message("a_missing_column.feature")


def test_an_unknown_step_is_answered_with_two_steps_at_the_most(broken_run):
    [message] = the_messages_about("an_unknown_step.feature", broken_run)
    suggested = message.split("Did you mean:")[1].split("All steps")[0].strip().splitlines()

    assert 1 <= len(suggested) <= 2


def test_a_promise_that_is_not_kept_tells_what_came_and_the_row_that_decided(broken_run):
    [message] = the_messages_about("a_promise_that_is_not_kept.feature", broken_run)

    assert "expected: nerve graft is offered" in message
    assert "row nerve_graft_waits" in message
    assert "Traceback" not in message
    assert ".py:" not in message


def test_the_run_says_in_plain_words_how_many_examples_differ(broken_run):
    assert broken_run.code == 1
    assert re.search(r"\d+ examples: 0 agree, \d+ differ\.", broken_run.said)
    assert re.search(
        r"\d+ lines must be mended before the rest of the file is run\.", broken_run.said
    )
