"""Moments: a deadline that still counts is not said as a time that is past."""

from datetime import UTC, datetime

import pytest

from services.recommender.engine.clocks import Clock
from services.recommender.engine.moments import Calendar
from services.recommender.engine.rows import Moment

AS_OF = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOUR_72 = Moment("onset", 72.0, counts_hours=True)
DAY_20 = Moment("onset", 20 * 24.0, counts_hours=False)
NOW, TODAY = "2026-11-22T12:00:00Z", "2026-11-22"


def due(moment, hours, *, low=None, deadline=True):
    clock = Clock(hours if low is None else low, hours)
    return Calendar(AS_OF, {"onset": clock}).due(moment, deadline=deadline)


@pytest.mark.parametrize(
    ("hours", "written"), [(71.5, "2026-11-22T12:30:00Z"), (72, NOW), (72.4, NOW), (72.99, NOW)]
)
def test_in_the_hour_that_still_counts_as_72_the_deadline_is_now(hours, written):
    assert due(HOUR_72, hours).written == written


def test_past_that_hour_it_lies_where_it_lay():
    assert due(HOUR_72, 73.5).hours == -1.5


def test_a_day_of_onset_that_may_still_be_within_72_hours_has_its_deadline_now():
    assert due(HOUR_72, 95.9, low=72.0003).written == NOW


def test_a_door_counted_in_days_opens_on_the_first_day_that_has_it_behind_it():
    moment = Moment("onset", 182 * 24.0, counts_hours=False)
    assert due(moment, 182 * 24 - 20, deadline=False).written == "2026-11-24"
    assert due(moment, 182 * 24 + 20, deadline=False).hours <= 0


def test_a_deadline_in_days_is_not_said_as_yesterday_on_the_day_that_still_counts():
    assert due(DAY_20, 20 * 24 + 13).written == TODAY
    assert due(DAY_20, 21 * 24 + 1).hours < 0
