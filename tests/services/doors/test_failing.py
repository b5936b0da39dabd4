"""Whatever goes wrong is answered as a problem that says what to do and leaks nothing."""

import logging
from typing import Any

import pytest
from flask import Response

from services.doors import kinds
from services.doors.problems import Problem
from tests.services.doors.app import AUTHORIZED, an_app

MEMBERS = {"type", "title", "status", "detail", "trace_id", "errors"}


@pytest.mark.parametrize(
    ("method", "path", "status", "name"),
    [
        ("get", "/v1/nowhere", 404, "not-found"),
        ("get", "/nowhere", 404, "not-found"),
        ("get", "/v1/echo", 405, "wrong-method"),
        ("delete", "/healthz", 405, "wrong-method"),
        ("post", "/v1/refuse", 422, "invalid"),
        ("get", "/v1/away", 503, "unavailable"),
        ("get", "/v1/fail", 500, "failed"),
    ],
)
def test_a_failure_is_a_problem_document(method: str, path: str, status: int, name: str) -> None:
    reply = an_app().open(path, method=method, headers=AUTHORIZED)
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert reply.json is not None
    assert set(reply.json) == MEMBERS
    assert (reply.json["type"], reply.json["status"]) == (f"/problems/{name}", status)
    assert reply.json["trace_id"] == reply.headers["traceparent"].split("-")[1]


def test_every_fault_of_a_body_is_told() -> None:
    body: Any = an_app().post("/v1/refuse", headers=AUTHORIZED).json
    assert body["detail"] == "2 things are wrong."
    assert body["errors"][0] == {
        "pointer": "/a",
        "code": "required",
        "detail": "a is required.",
        "allowed": [],
        "suggestion": None,
    }


def test_what_is_away_says_when_to_come_back() -> None:
    reply = an_app().get("/v1/away", headers=AUTHORIZED)
    assert int(reply.headers["Retry-After"]) > 0
    assert b"Jane" not in reply.data


def test_a_wrong_method_is_told_the_right_one() -> None:
    assert "POST" in an_app().get("/v1/echo", headers=AUTHORIZED).headers["Allow"]


@pytest.mark.parametrize("path", ["/v1/fail", "/v1/away"])
def test_a_mistake_of_ours_is_logged_by_its_place_and_without_its_words(
    path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reply = an_app().get(path, headers=AUTHORIZED)
    assert b"Jane" not in reply.data
    (record,) = caplog.records
    assert "Jane" not in record.getMessage()
    assert record.exc_info is None
    assert reply.json is not None
    assert reply.json["trace_id"] in record.getMessage()


def test_the_place_of_a_mistake_is_named(caplog: pytest.LogCaptureFixture) -> None:
    an_app().get("/v1/fail", headers=AUTHORIZED)
    assert "ValueError at" in caplog.text
    assert "app.py:" in caplog.text


def test_people_are_shown_a_page_and_machines_are_not() -> None:
    def page(problem: Problem) -> Response:
        return Response(f"<h1>{problem.kind.title}</h1>")

    app = an_app(page=page)
    shown = app.get("/worklist-of-old")
    assert (shown.status_code, shown.data) == (404, b"<h1>There is nothing here</h1>")
    assert app.get("/v1/nowhere").content_type == "application/problem+json"
    assert app.get("/v1/fail", headers=AUTHORIZED).content_type == "application/problem+json"


@pytest.mark.parametrize("kind", kinds.kinds().values(), ids=lambda kind: kind.name)
def test_every_kind_of_problem_has_a_page(kind: kinds.Kind) -> None:
    reply = an_app().get(kind.path)
    assert reply.status_code == 200
    assert reply.content_type.startswith("text/html")
    assert str(kind.status) in reply.text
    assert "<script" not in reply.text
    assert kind.mend.endswith(".")


def test_a_kind_that_is_none_has_no_page() -> None:
    assert an_app().get("/problems/of-mine").status_code == 404


def test_two_kinds_of_problem_have_two_names() -> None:
    with pytest.raises(ValueError, match="no-key"):
        kinds.declare("no-key", 401, "Another", "Do something else.")


def test_a_kind_may_be_declared_again_as_it_is() -> None:
    it = kinds.NO_KEY
    assert kinds.declare(it.name, it.status, it.title, it.mend) == it
