"""What is pasted is read as the guards read a feature, and answered in their words."""

from __future__ import annotations

import pytest

from tests.features.conftest import ROOT
from tests.features.trying.planning import trying

SCENARIO = """\
Scenario: In the second month there is no toxin yet
  Given a patient with House-Brackmann grade III
  And moderate synkinesis
  And the palsy began 2 months ago
  When the plan is drawn up
  Then toxin for synkinesis is not offered
  And neuromuscular retraining is offered
"""
GIVENS = """\
Given a patient with House-Brackmann grade III
And moderate synkinesis
"""
GERMAN = """\
# language: de
Szenario: Das Auge wird geschützt
  Angenommen ein Patient mit House-Brackmann Grad V
  Und die Lähmung begann vor 2 Tagen
  Wenn der Plan erstellt wird
  Dann wird das Auge geschützt
"""


def read(text):
    return trying().read(text)


def only(text):
    found = read(text)
    assert found["faults"] == []
    [example] = found["examples"]
    return example


def test_a_scenario_is_a_patient_and_what_was_promised_of_the_plan():
    example = only(SCENARIO)

    assert example["name"] == "In the second month there is no toxin yet"
    assert example["assessment"] == {
        "house_brackmann": "III",
        "synkinesis": "moderate",
        "duration": {"value": 2, "unit": "months"},
    }
    assert [it["kept"] for it in example["promises"]] == [True, True]


def test_givens_alone_are_a_patient():
    assert only(GIVENS)["assessment"]["house_brackmann"] == "III"


def test_another_language_is_read_too():
    example = only(GERMAN)

    assert example["assessment"]["house_brackmann"] == "V"
    assert example["promises"][0]["kept"]


def test_a_promise_that_is_not_kept_says_what_came_and_which_row_decided():
    example = only(SCENARIO.replace("is not offered", "is offered"))
    promise = example["promises"][0]

    assert not promise["kept"]
    assert "expected: Botulinum toxin for synkinesis is offered" in promise["said"]
    assert "toxin.synkinesis" in promise["said"]


def test_a_whole_feature_is_all_of_its_examples_with_their_backgrounds():
    text = (ROOT / "features" / "synkinesis.feature").read_text(encoding="utf-8")
    head, first_rule = text.split("\n  @seed\n")[:2]
    found = read(f"{head}\n{first_rule}")

    assert len(found["examples"]) >= 3
    assert all(it["assessment"]["house_brackmann"] == "III" for it in found["examples"])


def test_an_outline_is_one_patient_a_row():
    outline = SCENARIO.replace("Scenario:", "Scenario Outline:").replace("2 months", "<time>")
    found = read(f"{outline}\n  Examples:\n    | time |\n    | 2 days |\n    | 80 days |\n")

    assert [it["row"] for it in found["examples"]] == ["time 2 days", "time 80 days"]


def test_a_step_for_the_whole_line_is_said_to_need_it():
    example = only(SCENARIO.replace("When the plan is drawn up", "When the assessment is posted"))

    assert "needs the whole line" in example["promises"][0]["said"]
    assert not example["promises"][0]["kept"]


@pytest.mark.parametrize(
    ("typed", "line", "what", "mend"),
    [
        (
            SCENARIO.replace("grade III", "grade IIV"),
            2,
            "House-Brackmann grade 'IIV' is not one of I–VI. Did you mean IV?",
            "",
        ),
        (
            SCENARIO.replace("began 2 months ago", "started two months ago"),
            4,
            "I do not know this step.",
            "Did you mean:",
        ),
        (
            SCENARIO.replace("Scenario:", "Scenari:"),
            1,
            "This line is not run: it is taken for free text.",
            "Did you mean `Scenario:`?",
        ),
        (
            SCENARIO.partition("  Then")[0],
            1,
            "This scenario has no Then, so it checks nothing.",
            "Say after `Then`",
        ),
        (
            f"@row-toxin.synkinesys\n{SCENARIO}",
            1,
            "No row of the tables has the id toxin.synkinesys.",
            "Did you mean @row-toxin.synkinesis?",
        ),
    ],
    ids=["word", "step", "keyword", "no then", "row"],
)
def test_a_slip_is_answered_with_its_line_and_the_nearest_right_thing(typed, line, what, mend):
    fault = read(typed)["faults"][0]

    assert (fault["line"], fault["what"]) == (line, what)
    assert fault["mend"].startswith(mend)


def test_every_slip_is_told_at_once():
    typed = SCENARIO.replace("grade III", "grade IIV").replace("moderate", "modderate")

    assert [fault["line"] for fault in read(typed)["faults"]] == [2, 3]


@pytest.mark.parametrize("text", ["", "   ", "hello", "Feature:", "# language: xx\nGiven x", "|a|"])
def test_nonsense_is_answered_and_breaks_nothing(text):
    found = read(text)

    assert found["faults"]
    assert found["examples"] == []


def test_more_than_anybody_pastes_is_not_read():
    assert "400 lines" in read(GIVENS * 300)["faults"][0]["what"]


def test_the_example_in_the_guide_is_true():
    guide = (ROOT / "docs" / "how-to" / "try-a-case.md").read_text(encoding="utf-8")
    example = only(guide.partition("```gherkin\n")[2].partition("```")[0])

    assert len(example["promises"]) == 2
    assert all(it["kept"] for it in example["promises"])
