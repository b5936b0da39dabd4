"""Findings in words."""

from __future__ import annotations

import pytest

from schemas.catalogue import catalogue
from services.review.present.findings import grouped, label, onset, said, sentence


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("eye_closure", "unknown", "not assessed"),
        ("eye_closure", None, "not assessed"),
        ("synkinesis", "none", "none"),
        ("neuro_deficits", ["none"], "none, looked for"),
        ("neuro_deficits", ["arm", "leg"], "arm weakness; leg weakness"),
        ("lagophthalmos_mm", 3.5, "3.5 mm"),
        ("vesicles", "yes", "yes"),
        ("house_brackmann", "IV", "IV – moderately severe"),
        ("house_brackmann_left", "II", "II – mild"),
        ("duration", {"value": 14, "unit": "months"}, "14 months"),
        ("duration", {"value": 1, "unit": "months"}, "1 month"),
        ("duration", "unknown", "not assessed"),
        ("onset_date", "2026-09-09", "09-Sep-2026"),
        ("onset_at", "2026-09-09T10:00:00Z", "09-Sep-2026 10:00 UTC"),
        ("mri_date", "2026-09-09", "09-Sep-2026"),
        ("prior_treatments", ["none"], "none, looked for"),
        ("something_new", "odd_word", "odd word"),
    ],
)
def test_a_value_is_said_in_the_words_of_the_catalogue(name, value, words):
    assert said(name, value) == words


def test_a_treatment_is_said_with_its_dates():
    entry = {
        "intervention": "botulinum_toxin_synkinesis",
        "side": "left",
        "response": "partial",
        "cycles": 2,
        "last_given": "2026-08-01",
    }
    assert said("prior_treatments", [entry]).endswith(
        ", left, 2 cycles, response partial, last given 01-Aug-2026"
    )


def test_a_finding_of_a_side_names_it():
    assert label("eye_closure_left") == "Eye closure, left"
    assert label("onset_date") == "Palsy began"
    assert label("window_of_repair") == "Window of repair"


def test_what_a_row_read_is_a_sentence():
    assert sentence({"house_brackmann": "V", "eye_closure": "unknown"}) == (
        "House-Brackmann grade: V – severe; eye closure: not assessed"
    )


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ({"onset_date": "2026-09-09"}, "09-Sep-2026"),
        ({"onset_at": "2026-09-09T10:00:00Z"}, "09-Sep-2026 10:00 UTC"),
        ({"duration": {"value": 9, "unit": "days"}}, "about 9 days before"),
        ({"duration": "unknown"}, "not assessed"),
        ({}, "not assessed"),
    ],
)
def test_the_onset_keeps_the_precision_that_it_was_told_with(findings, words):
    assert onset(findings) == words


def test_every_finding_is_either_assessed_or_not():
    groups = grouped(
        {"house_brackmann": "II", "eye_closure_left": "complete", "duration": "unknown"}
    )
    assessed = [each.label for group in groups for each in group.assessed]
    missing = [name for group in groups for name in group.not_assessed]
    assert assessed == ["House-Brackmann grade", "Eye closure, left"]
    assert len(assessed) + len(missing) == len(catalogue().findings)
    assert "time since the palsy began" in missing


def test_groups_stand_in_the_order_of_the_form():
    titles = [group.title for group in grouped({})]
    assert titles == [title for code, title in catalogue().groups.items() if title in titles]


def test_the_day_that_a_test_would_have_to_lie_on_is_said_as_time_after_onset():
    assert said("enog_date", "72 hours or more, under 7 days").endswith("after onset")
    assert said("emg_date", "2026-09-09") == "09-Sep-2026"
