"""A preview is a plan, and leaves nothing behind."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from schemas.assessment import read_received
from services.doors.keys import Keys
from services.doors.opening import Edge
from services.recommender.app import create_app
from tests.builders import NOW, a_plan, an_assessment

KEY = "the-key-of-the-ehr"


class Recommender:
    """Keeps what it was asked to plan for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        app = create_app(
            self.propose,
            now=lambda: NOW,
            keys=Keys({"ehr": KEY}),
            edge=Edge(new_id=lambda: "0" * 31 + "1"),
        )
        self.doors: FlaskClient = app.test_client()

    def propose(self, assessment: Mapping[str, Any]) -> dict[str, Any]:
        self.asked.append(dict(assessment))
        return a_plan()

    def preview(self, posted: Any, **query: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {KEY}"}
        return self.doors.post(
            "/v1/plans/preview", json=posted, query_string=query, headers=headers
        )


@pytest.fixture
def recommender() -> Recommender:
    return Recommender()


def test_a_preview_is_the_plan(recommender: Recommender) -> None:
    reply = recommender.preview(an_assessment())
    assert (reply.status_code, reply.json) == (200, a_plan())


def test_it_is_planned_as_if_it_had_been_received_now(recommender: Recommender) -> None:
    recommender.preview(an_assessment(diabetes="unknown"))
    (asked,) = recommender.asked
    assert read_received(asked) == asked
    assert asked["received_at"] == asked["assessed_at"] == "2026-11-22T12:00:00.000Z"
    assert asked["client"] == "ehr"
    assert "diabetes" not in asked


def test_the_same_assessment_has_the_same_name_and_another_has_another(
    recommender: Recommender,
) -> None:
    for posted in (an_assessment(), an_assessment(), an_assessment(age_years=3)):
        recommender.preview(posted)
    first, same, other = (asked["assessment_id"] for asked in recommender.asked)
    assert first == same != other
    recommender.preview(an_assessment(assessment_id="A-1"))
    assert recommender.asked[-1]["assessment_id"] == "A-1"


@pytest.mark.parametrize(
    ("as_of", "received_at"),
    [
        ("2027-03-14", "2027-03-13T23:00:00.000Z"),
        ("2027-03-14T09:00:00Z", "2027-03-14T09:00:00.000Z"),
        ("assessed", "2026-11-01T09:00:00.000Z"),
    ],
)
def test_it_may_be_planned_for_another_moment(
    recommender: Recommender, as_of: str, received_at: str
) -> None:
    posted = an_assessment(assessed_at="2026-11-01T10:00:00+01:00")
    assert recommender.preview(posted, as_of=as_of).status_code == 200
    assert recommender.asked[0]["received_at"] == received_at


def test_nothing_is_planned_for_a_moment_before_it_was_found(recommender: Recommender) -> None:
    posted = an_assessment(assessed_at="2026-11-01T10:00:00+01:00")
    reply = recommender.preview(posted, as_of="2026-10-01")
    assert reply.status_code == 422
    assert reply.json is not None
    assert [it["code"] for it in reply.json["errors"]] == ["in_future"]


@pytest.mark.parametrize("as_of", ["tomorrow", "9999-12-31T23:59:59-14:00", ""])
def test_a_moment_that_is_none_is_refused(recommender: Recommender, as_of: str) -> None:
    reply = recommender.preview(an_assessment(), as_of=as_of)
    assert reply.status_code == 400
    assert reply.json is not None
    assert reply.json["type"] == "/problems/bad-request"


@pytest.mark.parametrize(
    ("posted", "status"),
    [
        ([], 422),
        ({}, 422),
        (an_assessment(age_years="3"), 422),
        (an_assessment(assessed_at=3), 422),
        (an_assessment(assessed_at="0001-01-01T00:00:00Z"), 422),
    ],
)
def test_what_is_no_assessment_is_refused(
    recommender: Recommender, posted: Any, status: int
) -> None:
    assert recommender.preview(posted).status_code == status
    assert recommender.asked == []


def test_nobody_previews_without_a_key(recommender: Recommender) -> None:
    assert recommender.doors.post("/v1/plans/preview", json=an_assessment()).status_code == 401


def test_the_door_is_described(recommender: Recommender) -> None:
    document = recommender.doors.get("/openapi.json").json
    assert document is not None
    assert set(document["paths"]) == {"/v1/plans/preview"}
    door = document["paths"]["/v1/plans/preview"]["post"]
    example = door["requestBody"]["content"]["application/json"]["example"]
    assert recommender.preview(example).status_code == 200
