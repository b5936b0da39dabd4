"""A body is JSON, said to be JSON, and not too large; all else is told what it is not."""

from io import BytesIO

import pytest
from werkzeug.test import TestResponse, create_environ, run_wsgi_app

from tests.services.doors.app import AUTHORIZED, an_app

JSON = {"Content-Type": "application/json", **AUTHORIZED}


def post(raw: bytes, **headers: str) -> TestResponse:
    return an_app().post("/v1/echo", data=raw, headers=JSON | headers)


@pytest.mark.parametrize(
    "said", ["application/json", "application/json; charset=utf-8", "application/merge-patch+json"]
)
def test_a_body_that_is_said_to_be_json_is_read(said: str) -> None:
    assert post(b'{"a": "\xc3\xa9"}', **{"Content-Type": said}).json["said"] == {"a": "é"}


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": ""},
        {"Content-Encoding": "gzip"},
    ],
)
def test_another_body_is_not_guessed_at(headers: dict[str, str]) -> None:
    reply = post(b"{}", **headers)
    assert (reply.status_code, reply.json["type"]) == (415, "/problems/wrong-content-type")


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"a": NaN}', b"\xff", b'{"a": 1, "a": 1}', b"[" * 17 + b"]" * 17]
)
def test_what_is_not_json_is_said_to_be_none(raw: bytes) -> None:
    reply = post(raw)
    assert (reply.status_code, reply.json["type"]) == (400, "/problems/not-json")
    assert reply.json["detail"]


def test_a_body_of_64_kib_is_taken_and_a_larger_one_is_not() -> None:
    largest = b'"' + b"x" * (64 * 1024 - 2) + b'"'
    assert post(largest).status_code == 200
    reply = post(largest + b" ")
    assert (reply.status_code, reply.json["type"]) == (413, "/problems/too-large")


def test_a_body_that_does_not_say_how_large_it_is_is_not_read_to_its_end() -> None:
    stream = BytesIO(b"x" * 10_000_000)
    environ = create_environ("/v1/echo", method="POST", headers=JSON)
    environ |= {"wsgi.input": stream, "wsgi.input_terminated": True}
    _, status, _ = run_wsgi_app(an_app().application, environ)
    assert status.startswith("413")
    assert stream.tell() <= 2 * 64 * 1024
