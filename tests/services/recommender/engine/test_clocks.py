"""Clocks: a day without a time is a range while hours count, and a day once days count."""

from datetime import UTC, datetime, timedelta

import pytest

from services.recommender.engine.clocks import onset_clock
from services.recommender.engine.facts import Facts
from services.recommender.engine.findings import Finding

AS_OF = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DURATION = Finding(0, "duration", "duration", "Duration", unit="hours", cuts=(72.1, 182 * 24.0))
DURATION.close()


def bands(**onset):
    return onset_clock(Facts(onset, AS_OF), AS_OF).value(DURATION)


def days_ago(days):
    return (AS_OF - timedelta(days=days)).date().isoformat()


def test_a_day_three_days_ago_may_lie_on_either_side_of_72_hours():
    assert bands(onset_date=days_ago(3)) == 0b011


@pytest.mark.parametrize(("days", "band"), [(181, 0b010), (182, 0b100), (183, 0b100)])
def test_from_two_weeks_on_a_day_counts_in_calendar_days_and_leaves_no_hole(days, band):
    assert bands(onset_date=days_ago(days)) == band


def test_an_hour_is_exact():
    assert bands(onset_at="2026-11-19T12:00:00Z") == 0b001
    assert bands(onset_at="2026-11-19T10:59:00Z") == 0b010


def test_an_unknown_onset_may_lie_anywhere():
    assert bands() == DURATION.full


def test_a_late_post_is_planned_as_of_its_receipt():
    facts = Facts({"duration": {"value": 181, "unit": "days"}}, AS_OF)
    assert onset_clock(facts, AS_OF + timedelta(days=1)).value(DURATION) == 0b100
