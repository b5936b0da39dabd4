"""The moment to plan for may be named by a time, a day, or the assessment itself."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.recommender.as_of import WrongAsOf, moment_meant
from tests.builders import NOW

ASSESSED = datetime(2026, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=2)))


def meant(text: str | None, assessed_at: datetime | None = ASSESSED) -> datetime:
    return moment_meant(text, assessed_at=assessed_at, now=NOW)


def test_without_a_word_it_is_now() -> None:
    assert meant(None) == NOW


def test_it_may_be_the_moment_of_the_assessment() -> None:
    assert meant("assessed") == ASSESSED
    assert meant("assessed", None) == NOW


def test_it_may_be_a_time() -> None:
    assert meant("2027-03-14T09:00:00Z") == datetime(2027, 3, 14, 9, tzinfo=UTC)


def test_a_day_begins_where_the_patient_was_examined() -> None:
    assert meant("2027-03-14") == datetime(2027, 3, 14, tzinfo=ASSESSED.tzinfo)
    assert meant("2027-03-14", None) == datetime(2027, 3, 14, tzinfo=UTC)


def test_on_the_day_of_the_assessment_it_is_its_moment() -> None:
    assert meant("2026-03-01") == ASSESSED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "2027-03-14T09:00:00",
        "2027-02-30",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_anything_else_is_wrong(text: str) -> None:
    with pytest.raises(WrongAsOf):
        meant(text)


def test_an_assessment_of_no_year_that_can_be_meant_is_wrong_too() -> None:
    with pytest.raises(WrongAsOf):
        meant("assessed", datetime(1, 1, 1, tzinfo=UTC))
