"""Days, moments and spans as the pages write them."""

from __future__ import annotations

import locale
from datetime import UTC, datetime, timedelta

import pytest

from services.review.present.dates import ago, counted, left, when

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "offset", "said"),
    [
        ("2026-09-09", 0, "09-Sep-2026"),
        ("2026-11-22T12:05:00Z", 0, "22-Nov-2026 12:05 UTC"),
        ("2026-11-22T23:05:00.500Z", 60, "23-Nov-2026 00:05 UTC+01:00"),
        ("2026-11-22T01:00:00Z", -210, "21-Nov-2026 21:30 UTC-03:30"),
    ],
)
def test_dates_are_written_as_clinicians_write_them(text, offset, said):
    assert when(text, offset_minutes=offset) == said


def test_a_date_counted_from_a_rough_onset_is_about():
    assert when("2027-03-14", about=True) == "about 14-Mar-2027"


def test_the_readers_region_changes_nothing(monkeypatch):
    monkeypatch.setattr(locale, "setlocale", lambda *_: None)
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert when("2026-10-01") == "01-Oct-2026"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-11-22", "today"),
        ("2026-11-23", "1 day left"),
        ("2027-03-14", "112 days left"),
        ("2026-11-19", "3 days past"),
        ("2026-11-22T12:59:00Z", "59 minutes left"),
        ("2026-11-22T12:00:20Z", "now"),
        ("2026-11-22T13:00:00Z", "1 hour left"),
        ("2026-11-24T11:00:00Z", "47 hours left"),
        ("2026-11-22T09:30:00Z", "2 hours past"),
        ("2026-11-30T09:30:00Z", "8 days left"),
    ],
)
def test_the_time_left_is_said_in_the_unit_that_matters(text, said):
    assert left(text, now=NOON) == said


def test_a_day_is_a_day_where_the_patient_was_assessed():
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert left("2026-11-23", now=late) == "1 day left"
    assert left("2026-11-23", now=late, offset_minutes=60) == "today"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=40), "40 minutes"),
        (timedelta(hours=47, minutes=59), "47 hours"),
        (timedelta(days=12), "12 days"),
    ],
)
def test_how_long_ago_is_said_roughly(span, said):
    assert ago(NOON - span, now=NOON) == said


def test_things_are_counted_with_their_plural():
    assert [counted(number, "month") for number in (1, 2, 1.5)] == [
        "1 month",
        "2 months",
        "1.5 months",
    ]
