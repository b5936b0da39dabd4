"""What is misspelt in a case is refused, with its place and the nearest right thing."""

from __future__ import annotations

import pytest

from schemas.yaml_table import TableError
from services.recommender.cases import read_cases

CASE = """\
title: Trial
cases:
- id: trial
  story: A trial.
  patient: {{house_brackmann: V, synkinesis: none, duration: 24 hours{patient}}}
  table:
  - {{{line}}}
"""


@pytest.fixture
def read(tmp_path):
    def reading(line, *, patient=""):
        text = CASE.format(line=line, patient=f", {patient}" if patient else "")
        (tmp_path / "trial.yaml").write_text(text, encoding="utf-8")
        return read_cases(tmp_path)

    return reading


def test_a_case_that_is_written_well_is_read(read):
    (example,) = read("corticosteroid: 'option, by hour 72', urgency: urgent")
    (fate,) = example.expected.fates["corticosteroid"]
    assert (fate.outcome, fate.strength) == ("offered", "option")
    assert fate.dates == {"by": ("hour", 72.0)}
    assert example.expected.words == {"urgency": "urgent"}
    assert example.onset_hours == 24


def test_a_case_may_speak_of_what_an_item_rests_on_and_of_what_a_stage_says(read):
    (example,) = read(
        "corticosteroid: 'option, conditional on cause and synkinesis, not because steroid.child', "
        "responsible: {protect: ent}, entry: {protect: 'From the first contact.'}"
    )
    (fate,) = example.expected.fates["corticosteroid"]
    assert fate.lists == {"conditional on": ("cause", "synkinesis")}
    assert fate.unrelated == "steroid.child"
    assert example.expected.stages == {
        "entry": {"protect": "From the first contact."},
        "responsible": {"protect": "ent"},
    }


@pytest.mark.parametrize(
    ("line", "found", "near"),
    [
        ("corticosteriod: option", "corticosteriod", "corticosteroid"),
        ("corticosteroid: optoin", "optoin", "option"),
        ("corticosteroid: option in protekt", "protekt", "protect"),
        ("corticosteroid: 'option, to obstetric'", "obstetric", "obstetrics"),
        ("corticosteroid: 'option, confirm pregancy'", "pregancy", "pregnancy"),
        ("hypertonicty: no", "hypertonicty", "hypertonicity"),
        ("urgency: sameday", "sameday", "same_day"),
        ("asks: [caus]", "caus", "cause"),
        ("offered: {protekt: {eye_protection: strong}}", "protekt", "protect"),
        ("horizon: {day 90: +eyelid_wait}", "eyelid_wait", "eyelid_weight"),
        ("again: {protekt: 7 d}", "protekt", "protect"),
        ("entry: {protekt: Soon.}", "protekt", "protect"),
        ("responsible: {protect: neurologie}", "neurologie", "neurology"),
        ("corticosteroid: 'option, conditional on caus'", "caus", "cause"),
        (
            "corticosteroid: 'option, needs electromiography'",
            "electromiography",
            "electromyography",
        ),
        ("corticosteroid: 'option, aims eye_savety'", "eye_savety", "eye_safety"),
    ],
)
def test_an_unknown_word_is_refused_with_its_line_and_the_nearest(read, line, found, near):
    with pytest.raises(TableError) as refused:
        read(line)
    assert refused.value.file == "trial.yaml"
    assert refused.value.line == 7
    assert found in refused.value.what
    assert near in refused.value.what


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("corticosteroid: 'option, soonish'", "says nothing of an offer"),
        ("duration: three days", "write `72 hours`"),
        ("at: next week", "10 days later"),
        ("stale: soon", "21 d"),
        ("horizon: {someday: +eyelid_weight}", "day 182"),
        ("age_years: old", "is no number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_write(read, line, what):
    with pytest.raises(TableError, match=what):
        read(line)


def test_a_patient_whom_the_door_refuses_is_no_case(read):
    with pytest.raises(TableError, match="the door refuses this patient"):
        read("urgency: urgent", patient="cause: bells_plasy")


def test_two_examples_of_one_name_are_refused(tmp_path):
    text = CASE.format(line="urgency: urgent", patient="") + "  - {status: proposed}\n"
    (tmp_path / "trial.yaml").write_text(text.replace("{status", "{at: assessed, status"))
    assert len(read_cases(tmp_path)) == 2
    other = CASE.format(line="urgency: urgent", patient="")
    (tmp_path / "zz.yaml").write_text(other)
    with pytest.raises(TableError, match="is the name of"):
        read_cases(tmp_path)


def test_a_patient_may_be_like_another_and_differ(tmp_path):
    (tmp_path / "patients.yaml").write_text("one: {house_brackmann: V, duration: 3 days}\n")
    text = CASE.replace("patient: {{", "patient: {{like: one, ").format(
        line="urgency: urgent", patient=""
    )
    (tmp_path / "trial.yaml").write_text(text)
    (example,) = read_cases(tmp_path)
    assert example.posted["duration"] == {"value": 24, "unit": "hours"}
    assert example.posted["house_brackmann"] == "V"


def test_a_folder_without_cases_has_none(tmp_path):
    assert read_cases(tmp_path / "nowhere") == ()
