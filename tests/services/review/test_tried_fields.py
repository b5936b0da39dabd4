"""A case that is tried goes into an address and comes out of it as it was."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from schemas.assessment import load_assessment
from services.review.tried_fields import is_tidy, pairs_of, tried_from
from tests.builders import NOW, a_full_assessment

WHOSE = {"patient_ref", "assessment_id", "replaces"}


def tried(*pairs):
    return tried_from(MultiDict(pairs))


def test_everything_that_an_assessment_may_say_goes_through_an_address():
    posted = {k: v for k, v in a_full_assessment().items() if k not in WHOSE}
    said = tried(*pairs_of(posted)).assessment

    again = load_assessment(said, received_at=NOW)
    once = load_assessment({**posted, "patient_ref": said["patient_ref"]}, received_at=NOW)
    assert again == once


def test_nobody_is_named_whatever_the_address_holds():
    it = tried(("patient_ref", "CANARY-7"), ("assessment_id", "CANARY-7"), ("age_years", "4"))

    assert "CANARY" not in str(it)
    assert it.assessment["patient_ref"] == "SIMULATED-1"


@pytest.mark.parametrize(
    ("pairs", "duration"),
    [
        ([("duration", "14"), ("duration_unit", "months")], {"value": 14, "unit": "months"}),
        ([("duration", "14 months")], {"value": 14, "unit": "months"}),
        ([("duration", "1 month")], {"value": 1, "unit": "months"}),
        ([("duration", "1.5"), ("duration_unit", "years")], {"value": 1.5, "unit": "years"}),
        ([("duration_unit", "unknown")], "unknown"),
        ([], "unknown"),
    ],
)
def test_a_time_is_a_number_and_a_unit(pairs, duration):
    assert tried(("house_brackmann", "III"), *pairs).assessment["duration"] == duration


def test_a_unit_alone_says_nothing():
    it = tried(("house_brackmann", "III"), ("duration_unit", "months"))

    assert it.pairs == [("house_brackmann", "III")]


def test_an_onset_by_date_takes_the_place_of_a_duration():
    it = tried(("onset_date", "2026-11-20"), ("duration_unit", "months"))

    assert "duration" not in it.assessment
    assert it.assessment["onset_date"] == "2026-11-20"


def test_blanks_are_not_assessed():
    it = tried(("house_brackmann", "III"), ("vesicles", ""), ("age_years", "  "))

    assert it.pairs == [("house_brackmann", "III")]


def test_lists_are_told_word_by_word_or_all_at_once():
    one = tried(("ocular_symptoms", "pain"), ("ocular_symptoms", "red"))

    assert one.assessment["ocular_symptoms"] == ["pain", "red"]
    assert tried(("ocular_symptoms", "pain,red")).assessment == one.assessment


def test_treatments_are_numbered_without_a_gap():
    it = tried(
        ("prior_treatments.4.intervention", "botulinum_toxin_synkinesis"),
        ("prior_treatments.4.cycles", "2"),
        ("prior_treatments.1.intervention", "neuromuscular_retraining"),
    )

    assert it.assessment["prior_treatments"] == [
        {"intervention": "neuromuscular_retraining"},
        {"intervention": "botulinum_toxin_synkinesis", "cycles": 2},
    ]
    assert {name.split(".")[1] for name, _ in it.pairs} == {"0", "1"}


@pytest.mark.parametrize(
    ("name", "text", "suggestion"),
    [("age_years", "1,5", "1.5"), ("age_years", "old", None), ("duration", "ten months", None)],
)
def test_what_is_no_number_is_a_fault_and_stays_as_typed(name, text, suggestion):
    it = tried((name, text))

    [fault] = it.faults
    assert (fault.pointer, fault.suggestion) == (f"/{name}", suggestion)
    assert it.typed(name) == [text]


def test_a_number_of_cycles_that_is_none_is_a_fault_of_its_row():
    [fault] = tried(("prior_treatments.3.cycles", "two")).faults

    assert fault.pointer == "/prior_treatments/0/cycles"


def test_one_thing_is_said_otherwise_and_all_else_stays():
    it = tried(("house_brackmann", "III"), ("onset_date", "2026-11-20"), ("age_years", "40"))

    assert it.with_said("duration", "2 days") == [
        ("house_brackmann", "III"),
        ("duration", "2 days"),
        ("age_years", "40"),
    ]
    assert ("age_years", "40") not in it.with_said("age_years")


def test_a_plus_that_became_a_blank_is_still_an_offset():
    it = tried(("assessed_at", "2026-11-22T09:30:00 01:00"))

    assert it.assessment["assessed_at"] == "2026-11-22T09:30:00+01:00"


@pytest.mark.parametrize(
    ("pairs", "tidy"),
    [
        ([("house_brackmann", "III")], True),
        ([("house_brackmann", "III"), ("vesicles", "")], False),
        ([("patient_ref", "p-1")], False),
        ([("duration", "3"), ("duration_unit", "days")], False),
    ],
)
def test_an_address_is_tidy_when_it_holds_the_case_and_nothing_else(pairs, tidy):
    assert is_tidy(MultiDict(pairs)) is tidy
