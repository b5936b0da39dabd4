"""Times have an offset, dates have none, and nothing else is taken for either."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from schemas.moments import day, moment, written


def test_a_time_is_read_with_its_offset() -> None:
    two_ahead = timezone(timedelta(hours=2))
    assert moment("2026-11-22T09:30:00+02:00") == datetime(2026, 11, 22, 9, 30, tzinfo=two_ahead)
    assert moment("2026-11-22T09:30:00.123456789Z") == datetime(
        2026, 11, 22, 9, 30, 0, 123456, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-22",
        "2026-11-22T09:30",
        "2026-11-22T09:30:00",
        "2026-11-22 09:30:00Z",
        "2026-11-22T09:30:00z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:59:60Z",
        "2026-02-29T09:30:00Z",
        "2026-11-22T09:30:00+24:00",
        "2026-11-22T09:30:00+0100",
        "2026-11-22T09:30:00Z\n",
        "٢٠٢٦-11-22T09:30:00Z",
        "20261122T093000Z",
    ],
)
def test_what_is_not_a_time_with_its_offset_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    "text", ["", "2026-02-29", "22-11-2026", "20261122", "2026-W47-7", "2026-11-22\n", "٢٠٢٦-11-22"]
)
def test_what_is_not_a_date_is_none(text: str) -> None:
    assert day(text) is None


def test_a_date_is_read() -> None:
    assert day("2024-02-29") == date(2024, 2, 29)


def test_a_time_is_written_in_utc_to_the_millisecond() -> None:
    at = datetime(2026, 11, 22, 1, 30, 0, 987654, tzinfo=timezone(timedelta(hours=2)))
    assert written(at) == "2026-11-21T23:30:00.987Z"
