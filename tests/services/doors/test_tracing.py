"""A trace that comes in goes on; without one, one begins."""

from itertools import count

import pytest

from tests.services.doors.app import AUTHORIZED, an_app

CAME = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"


def trace_of(came: str | None) -> tuple[str, str]:
    headers = AUTHORIZED | ({"traceparent": came} if came else {})
    reply = an_app().post("/v1/echo", json={}, headers=headers)
    return reply.json["trace"], reply.headers["traceparent"]


def test_a_trace_that_comes_in_goes_on_under_a_new_span() -> None:
    inside, outside = trace_of(CAME)
    assert inside == outside
    version, trace, span, flags = inside.split("-")
    assert (version, trace, flags) == ("00", "4bf92f3577b34da6a3ce929d0e0e4736", "00")
    assert span != "00f067aa0ba902b7"
    assert len(span) == 16


@pytest.mark.parametrize(
    "came",
    [
        None,
        "nonsense",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        CAME.upper(),
        CAME + "-x",
    ],
)
def test_without_a_trace_one_begins(came: str | None) -> None:
    inside, _ = trace_of(came)
    assert inside == f"00-{2:032x}-{'0' * 16}-01"


class Remembered:
    """A span that remembers what it was told."""

    def __init__(self, name: str, came: str | None, role: str, number: int) -> None:
        self.name, self.came, self.role, self.number = name, came, role, number
        self.said: dict[str, str | int] = {}
        self.ends: list[str | None] = []

    @property
    def traceparent(self) -> str:
        return f"00-{self.came.split('-')[1] if self.came else 'a' * 32}-{self.number:016x}-01"

    def note(self, **said: str | int) -> None:
        assert not self.ends
        self.said |= said

    def end(self, failed: str | None = None) -> None:
        self.ends.append(failed)


class Collected:
    """Keeps the promises of `Spans` in a list."""

    def __init__(self) -> None:
        self.spans: list[Remembered] = []
        self._numbers = count(1)

    def begin(self, name: str, came: str | None, role: str) -> Remembered:
        self.spans.append(Remembered(name, came, role, next(self._numbers)))
        return self.spans[-1]


def test_a_request_is_a_span_under_the_trace_that_came() -> None:
    spans = Collected()
    headers = AUTHORIZED | {"traceparent": CAME}
    reply = an_app(spans=spans).post("/v1/echo?patient_ref=CANARY", json={}, headers=headers)
    (span,) = spans.spans
    assert (span.name, span.came, span.role) == ("POST /v1/echo", CAME, "server")
    assert reply.json["trace"] == reply.headers["traceparent"] == span.traceparent
    assert span.ends == [None]
    assert span.said == {
        "http__request__method": "POST",
        "http__route": "/v1/echo",
        "http__response__status_code": 200,
    }


def test_a_span_ends_once_whatever_becomes_of_the_request() -> None:
    spans = Collected()
    app = an_app(spans=spans)
    app.get("/v1/fail", headers=AUTHORIZED)
    app.get("/v1/nowhere/CANARY")
    app.open("/v1/echo", method="CANARY")
    app.post("/v1/echo", json={})
    assert [it.ends for it in spans.spans] == [["status 500"], [None], [None], [None]]
    assert [it.name for it in spans.spans[1:3]] == ["GET none", "other none"]
    assert "CANARY" not in str([vars(it) for it in spans.spans])


def test_a_part_goes_on_under_its_own_span_and_back() -> None:
    spans = Collected()
    reply = an_app(spans=spans).post("/v1/part", headers=AUTHORIZED)
    whole, part = spans.spans
    assert (part.name, part.role, part.came) == ("append", "producer", whole.traceparent)
    assert reply.json == {"inside": part.traceparent, "after": whole.traceparent}
    assert part.ends == [None]
    assert whole.said["facialis__event_id"] == "an-event"


def test_a_part_that_fails_says_so_and_no_more() -> None:
    spans = Collected()
    an_app(spans=spans).post("/v1/part?fail=yes", headers=AUTHORIZED)
    whole, part = spans.spans
    assert (whole.ends, part.ends) == (["status 500"], ["ValueError"])


def test_where_nobody_collects_spans_a_part_changes_nothing() -> None:
    reply = an_app().post("/v1/part", headers=AUTHORIZED)
    assert reply.json["inside"] == reply.json["after"] == reply.headers["traceparent"]
