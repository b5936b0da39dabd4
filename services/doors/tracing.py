"""The thread through all that one request sets off: W3C trace context in, kept, and out again."""

import re
from collections.abc import Callable

from flask import Flask, Response, g, request

_TRACEPARENT = re.compile(
    "00-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})"
)


def follow_traces(app: Flask, *, new_id: Callable[[], str]) -> None:
    """
    Give each request a trace: the one it came with, or a new one.

    Args:
        new_id: makes a UUID as text, a new one each time.
    """

    @app.before_request
    def begin() -> None:
        came = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
        span = _hex(new_id())[:16]
        g.trace_id = came["trace"] if came else _hex(new_id())
        g.traceparent = f"00-{g.trace_id}-{span}-{came['flags'] if came else '01'}"

    @app.after_request
    def tell(response: Response) -> Response:
        if "traceparent" in g:
            response.headers["traceparent"] = g.traceparent
        return response


def traceparent() -> str:
    """Return the trace context of this request, as its events carry it on."""
    return str(g.traceparent)


def trace_id() -> str:
    """Return the trace of this request; zeros where it was refused before it had one."""
    return str(g.get("trace_id", "0" * 32))


def _hex(uuid: str) -> str:
    return uuid.replace("-", "")
