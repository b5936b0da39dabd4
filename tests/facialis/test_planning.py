"""From bytes to a plan, for the moment that was asked for."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from facialis.planning import planner
from schemas.faults import InvalidAssessment
from schemas.moments import moment, written
from schemas.strict_json import NotJson
from services.recommender.as_of import WrongAsOf

NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
MINIMAL = {
    "patient_ref": "SIMULATED-1",
    "house_brackmann": "V",
    "synkinesis": "none",
    "duration": {"value": 2, "unit": "days"},
}


def plan(posted: dict[str, Any], as_of: str | None = None) -> dict[str, Any]:
    """The assessment as the recommender is handed it."""
    make = planner(dict, as_of=as_of, now=lambda: NOW)
    return make(json.dumps(posted).encode())


def test_it_is_planned_for_now():
    got = plan(MINIMAL)
    assert got["received_at"] == got["assessed_at"] == written(NOW)


def test_for_the_moment_of_the_assessment_when_asked():
    at = "2026-03-01T09:30:00+01:00"
    got = plan(MINIMAL | {"assessed_at": at}, "assessed")
    assert moment(got["received_at"]) == moment(at)


def test_for_a_named_moment():
    assert plan(MINIMAL, "2027-03-14T09:00:00Z")["received_at"] == "2027-03-14T09:00:00.000Z"


def test_a_day_begins_where_the_assessment_was_made():
    got = plan(MINIMAL | {"assessed_at": "2026-11-20T09:00:00+02:00"}, "2026-11-21")
    assert moment(got["received_at"]) == moment("2026-11-21T00:00:00+02:00")


def test_on_the_day_of_the_assessment_its_moment_is_meant():
    got = plan(MINIMAL | {"assessed_at": "2026-11-20T09:00:00+02:00"}, "2026-11-20")
    assert moment(got["received_at"]) == moment("2026-11-20T09:00:00+02:00")


def test_nothing_is_planned_before_it_was_assessed():
    with pytest.raises(InvalidAssessment) as refused:
        plan(MINIMAL | {"assessed_at": written(NOW - timedelta(days=1))}, "2026-01-01")
    assert [fault.code for fault in refused.value.faults] == ["in_future"]


def test_the_same_bytes_get_the_same_name():
    assert plan(MINIMAL)["assessment_id"] == plan(MINIMAL)["assessment_id"]
    assert plan(MINIMAL)["assessment_id"] != plan(MINIMAL | {"side": "left"})["assessment_id"]


def test_a_name_that_was_given_is_kept():
    assert plan(MINIMAL | {"assessment_id": "visit-7"})["assessment_id"] == "visit-7"


@pytest.mark.parametrize("text", ["tomorrow", "14-03-2027", "2027-02-30", "2027-03-14T09:00", ""])
def test_what_is_no_moment_is_refused_with_what_would_be(text: str):
    with pytest.raises(WrongAsOf, match="2027-03-14"):
        planner(dict, as_of=text, now=lambda: NOW)


def test_what_is_not_json_and_what_is_no_assessment_are_told_apart():
    make = planner(dict, as_of=None, now=lambda: NOW)
    with pytest.raises(NotJson):
        make(b"{")
    with pytest.raises(InvalidAssessment):
        make(b"[]")
