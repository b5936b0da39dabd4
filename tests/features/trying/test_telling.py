"""What is told of a patient is read as it was meant, whatever was found."""

from __future__ import annotations

from datetime import date

import pytest

from features.speech.case import Case
from features.speech.telling import told
from features.steps.patient import MONDAY
from features.trying.example import step_of
from features.trying.performing import perform
from schemas.catalogue import catalogue, sided_names
from schemas.interventions import families, interventions

TODAY = date(2026, 11, 23)


def read(lines):
    case = Case("p-1", MONDAY)
    for line in lines:
        assert perform(step_of("given", line), case, plan=None, file="told") is None, line
    return case.findings


def values_of(finding):
    match finding.kind:
        case "word" | "yes_no":
            return [word.code for word in finding.words]
        case "list":
            every = [word.code for word in finding.words]
            return [["none"], *([code] for code in every), every[:3]]
        case "number":
            return [finding.least, finding.most] + ([2.5] if not finding.whole else [])
        case "date":
            return ["2026-11-23", "2026-11-22", "2026-08-01"]
        case "elapsed":
            units = ("hours", "days", "weeks", "months", "years")
            return [{"value": n, "unit": unit} for unit in units for n in (1, 14)]
    return [["none"]]


EVERY = [
    pytest.param(name, value, id=f"{name}: {value}")
    for finding in catalogue().findings.values()
    for name in (finding.name, *sided_names(finding))
    for value in values_of(finding)
]


@pytest.mark.parametrize(("name", "value"), EVERY)
def test_every_value_of_every_finding_is_told_so_that_it_is_read_again(name, value):
    assert read(told({name: value}, today=TODAY)) == {name: value}


def test_every_treatment_is_told_with_all_that_is_known_of_it():
    tried = [
        {
            "intervention": code,
            "response": "partial",
            "cycles": 2,
            "started": "2026-05-01",
            "last_given": "2026-11-22",
            "ended": "2026-11-23",
            "side": "left",
        }
        for code in interventions()
    ]

    assert read(told({"prior_treatments": tried}, today=TODAY)) == {"prior_treatments": tried}


def test_every_refusal_is_told_by_its_name():
    every = list(dict.fromkeys((*families(), *interventions())))

    assert read(told({"refusals": every})) == {"refusals": every}


@pytest.mark.parametrize(
    ("finding", "value", "sentence"),
    [
        ("house_brackmann", "III", "a patient with House-Brackmann grade III"),
        ("synkinesis", "moderate", "moderate synkinesis"),
        ("synkinesis", "none", "no synkinesis"),
        ("age_years", 42, "the patient is 42 years old"),
        ("forehead_spared", "yes", "the forehead is spared"),
        ("diabetes", "no", "no diabetes"),
        ("duration", {"value": 1, "unit": "months"}, "the palsy began 1 month ago"),
        ("onset_date", "2026-11-20", "the palsy began on 20 November 2026"),
        ("emg_date", "2026-11-22", "date of the EMG: 1 day ago"),
    ],
)
def test_it_is_told_as_somebody_would_say_it(finding, value, sentence):
    assert list(told({finding: value}, today=TODAY)) == [sentence]


def test_what_was_not_assessed_is_left_out():
    assert list(told({"diabetes": "unknown", "pregnancy": None, "patient_ref": "p-1"})) == []
