"""The thread through all that one request sets off: W3C trace context in, kept, and out again."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

from flask import Flask, Response, g, request

_TRACEPARENT = re.compile(
    "00-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})"
)

_OF_THE_WATCH = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by whoever watches: spans of these would bury all others."""

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Role = Literal["server", "producer", "consumer", "inside"]


class Span(Protocol):
    """A stretch of work that is told to whoever collects traces."""

    @property
    def traceparent(self) -> str:
        """The trace context under which what it sets off goes on."""
        ...

    def note(self, **said: str | int) -> None:
        """Say something about it: nothing that is about a patient, dots written as `__`."""
        ...

    def end(self, failed: str | None = None) -> None:
        """End it; ``failed`` names what went wrong, without a patient's values."""
        ...


class Spans(Protocol):
    """Begins spans. Safe to call from several threads."""

    def begin(self, name: str, came: str | None, role: Role) -> Span:
        """Begin a span under the trace context that came; under a new one where none came."""
        ...


def follow_traces(app: Flask, *, new_id: Callable[[], str], spans: Spans | None = None) -> None:
    """
    Give each request a trace: the one it came with, or a new one.

    Args:
        new_id: makes a UUID as text, a new one each time.
        spans: begins a span for each request; None when nobody collects them.
    """

    @app.before_request
    def begin() -> None:
        came = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
        if spans is None or request.path in _OF_THE_WATCH:
            span = _hex(new_id())[:16]
            g.trace_id = came["trace"] if came else _hex(new_id())
            g.traceparent = f"00-{g.trace_id}-{span}-{came['flags'] if came else '01'}"
        else:
            g.spans, g.span = spans, _of_request(spans, came[0] if came else None)
            g.traceparent = g.span.traceparent
            g.trace_id = g.traceparent.split("-")[1]

    @app.after_request
    def tell(response: Response) -> Response:
        if "traceparent" in g:
            response.headers["traceparent"] = g.traceparent
        if "span" in g:
            g.span.note(http__response__status_code=response.status_code)
            g.pop("span").end(f"status {response.status_code}" if _failed(response) else None)
        return response


@contextmanager
def part(name: str, role: Role = "inside") -> Iterator[None]:
    """Make what happens within a span of its own, where spans are collected."""
    if "span" not in g:
        yield
        return
    span: Span = g.spans.begin(name, g.traceparent, role)
    outer, g.traceparent = g.traceparent, span.traceparent
    try:
        yield
    except Exception as error:
        span.end(type(error).__name__)
        raise
    else:
        span.end()
    finally:
        g.traceparent = outer


def about(event_id: str) -> None:
    """Say of the span of this request which event it is about, so that both can be found."""
    if "span" in g:
        g.span.note(facialis__event_id=event_id)


def traceparent() -> str:
    """Return the trace context of this request, as its events carry it on."""
    return str(g.traceparent)


def trace_id() -> str:
    """Return the trace of this request; zeros where it was refused before it had one."""
    return str(g.get("trace_id", "0" * 32))


def method() -> str:
    """Name the method of this request; `other` for a word that is none."""
    return request.method if request.method in _METHODS else "other"


def _of_request(spans: Spans, came: str | None) -> Span:
    route = request.url_rule.rule if request.url_rule else "none"
    span = spans.begin(f"{method()} {route}", came, "server")
    span.note(http__request__method=method(), http__route=route)
    return span


def _failed(response: Response) -> bool:
    return response.status_code >= 500


def _hex(uuid: str) -> str:
    return uuid.replace("-", "")
