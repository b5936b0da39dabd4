"""A small application with a door of each kind, for the tests of what all doors have in common."""

from typing import Any

from flask import Blueprint, Response, request
from flask.testing import FlaskClient

from bus.errors import Unavailable
from schemas.faults import Fault, Refused
from services.doors.answers import answer
from services.doors.body import read_json
from services.doors.keys import Keys, client, key_needed
from services.doors.opening import Edge, open_doors
from services.doors.tracing import about, part, traceparent

KEY = "a-key-of-sixteen"
AUTHORIZED = {"Authorization": f"Bearer {KEY}"}


def machine_doors() -> Blueprint:
    doors = Blueprint("machine", __name__)
    doors.before_request(key_needed(Keys({"ehr": KEY, "lab": "another-key-of-more"})))

    @doors.post("/v1/echo")
    def echo() -> Response:
        return answer({"client": client(), "said": read_json(), "trace": traceparent()})

    @doors.post("/v1/part")
    def in_parts() -> Response:
        about("an-event")
        with part("append", "producer"):
            if request.args.get("fail"):
                raise ValueError("Jane Doe")
            inside = traceparent()
        return answer({"inside": inside, "after": traceparent()})

    @doors.post("/v1/refuse")
    def refuse() -> Response:
        raise Refused([Fault("/a", "required", "a is required."), Fault("/b", "not_allowed", "b")])

    @doors.get("/v1/fail")
    def fail() -> Response:
        raise ValueError("Jane Doe, born 1970")

    @doors.get("/v1/away")
    def away() -> Response:
        raise Unavailable("disk full: Jane Doe")

    return doors


def an_app(**edge: Any) -> FlaskClient:
    ids = iter(f"{number:032x}" for number in range(1, 10_000))
    made = Edge(new_id=lambda: next(ids), **edge)
    return open_doors([machine_doors()], edge=made).test_client()
