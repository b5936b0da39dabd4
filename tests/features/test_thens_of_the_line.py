"""Thens about what was set aside, on a real line: each can be kept, and each can be broken."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from features.guards.fault import Differs
from features.guards.vocabulary import readers
from features.speech import posting
from features.speech.case import Case
from features.speech.doors import Doors
from features.speech.lines import LineHere
from features.speech.pages import Pages
from features.speech.passing_time import PassingTime

PATIENT = {
    "house_brackmann": "VI",
    "synkinesis": "none",
    "duration": {"value": 5, "unit": "months"},
}


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LineHere]:
    here = LineHere(tmp_path_factory.mktemp("line"), PassingTime())
    here.start()
    yield here
    here.rest()


@pytest.fixture(scope="module")
def around(line: LineHere) -> dict[str, Any]:
    """What a step may ask for, beside its case."""
    pages = Pages(line.client(), line.sign_in_path())
    return {"line": line, "doors": Doors(line.client(), line.key), "pages": pages}


@pytest.fixture(scope="module")
def unread(line: LineHere, around: dict[str, Any]) -> Case:
    """A patient whose assessment arrived cut off in the middle."""
    case = Case("promise-1", PassingTime().now(), findings=dict(PATIENT))
    say("when", "an assessment of the patient arrives cut off in the middle", case, around)
    say("then", "the sender reads that it was set aside", case, around)
    return case


@pytest.fixture(scope="module")
def unmet() -> Case:
    """A patient of whom nothing ever arrived."""
    return Case("promise-2", PassingTime().now(), sent=["never-sent"])


@pytest.fixture
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    # What has not come by now does not come: nothing is on its way.
    monkeypatch.setattr(posting, "_PATIENCE_S", 0.1)


def say(kind: str, text: str, case: Case, around: dict[str, Any]) -> None:
    """Run the one step that reads a text."""
    [step] = readers(text, kind)
    typed = {"case": case, **around, **step.parser.parse_arguments(text)}
    wanted = inspect.signature(step.step_func).parameters
    step.step_func(**{name: value for name, value in typed.items() if name in wanted})


@pytest.mark.usefixtures("_in_a_hurry")
@pytest.mark.parametrize(
    ("kept", "broken"),
    [
        (
            'the worklist says "Could not be planned (not json)" of the patient',
            'the worklist says "Still waiting" of the patient',
        ),
        (
            "the operator finds it set aside cut off in the middle",
            "the operator finds it set aside without saying what it is",
        ),
        (
            "it is set aside once, tried again no times",
            "it is set aside once, tried again 1 time",
        ),
    ],
)
def test_what_is_said_of_a_set_aside_assessment_is_looked_at(unread, around, kept, broken):
    say("then", kept, unread, around)
    with pytest.raises(Differs, match="expected: "):
        say("then", broken, unread, around)


@pytest.mark.usefixtures("_in_a_hurry")
@pytest.mark.parametrize(
    "silence",
    [
        "nothing of the patient is set aside any more",
        "the worklist does not say that the patient waits for a plan",
    ],
)
def test_what_is_not_there_is_told_from_what_is(unread, unmet, around, silence):
    say("then", silence, unmet, around)
    with pytest.raises(Differs, match="got: "):
        say("then", silence, unread, around)


@pytest.mark.usefixtures("_in_a_hurry")
@pytest.mark.parametrize(
    "text", ["the sender reads that it was set aside", "the plan of the assessment arrives"]
)
def test_what_never_came_is_missed(unmet, around, text):
    with pytest.raises(Differs):
        say("then", text, unmet, around)


def test_a_plan_that_counts_from_another_day_differs(line, around):
    case = Case("promise-3", PassingTime().now(), findings=dict(PATIENT))
    say("when", "the assessment is posted", case, around)
    say("then", "the plan of the assessment arrives", case, around)
    say("then", "the plan counts from the day when the assessment was received", case, around)
    case.plan["as_of"] = "2001-01-01T00:00:00.000Z"
    with pytest.raises(Differs, match="from 2001-01-01"):
        say("then", "the plan counts from the day when the assessment was received", case, around)
