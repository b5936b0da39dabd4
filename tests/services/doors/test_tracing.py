"""A trace that comes in goes on; without one, one begins."""

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
