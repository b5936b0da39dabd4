"""Spans for OpenTelemetry, from a post to its plan's page; loaded only where they are collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.trace import SpanKind, Status, StatusCode

from bus.errors import Unreadable
from bus.measures import Batch, Unwatched
from bus.port import Delivery, Headers, Message, Positions
from services.doors.tracing import Role, Span

E = TypeVar("E")
R = TypeVar("R")
Handle = Callable[[Delivery], Iterable[E]]

_HEADER = "ce_traceparent"
_TRACEPARENT = re.compile(
    "00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})", re.ASCII
)
_EVENT_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_KINDS: Mapping[Role, SpanKind] = {
    "server": SpanKind.SERVER,
    "producer": SpanKind.PRODUCER,
    "consumer": SpanKind.CONSUMER,
    "inside": SpanKind.INTERNAL,
}
_COMMITS = {"recommender": "publish", "review": "store"}


@dataclass(frozen=True, slots=True)
class _OfDoor:
    """A span at a door; keeps the promises of ``services.doors.tracing.Span``."""

    span: trace.Span

    @property
    def traceparent(self) -> str:
        return _written(self.span)

    def note(self, **said: str | int) -> None:
        for name, value in said.items():
            self.span.set_attribute(name.replace("__", "."), value)

    def end(self, failed: str | None = None) -> None:
        if failed is not None:
            self.span.set_status(Status(StatusCode.ERROR, failed))
        self.span.end()


class Traces(Unwatched):
    """
    Begins and ends spans; keeps the promises of ``bus.measures.Watch`` and of the doors' ``Spans``.

    What is said in them: names of doors, topics and stations, positions, ids of events. Never an
    address, a key, a reference or a body.
    """

    def __init__(
        self, station: str, processor: SpanProcessor, *, now: Callable[[], datetime]
    ) -> None:
        """
        Take what collects spans; further settings are OpenTelemetry's own (`OTEL_…`).

        Args:
            station: which station this process is.
            now: tells the moment, aware.
        """
        resource = Resource.create({"service.name": f"facialis-{station}"})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("facialis")
        self._now = now
        self._handled: dict[tuple[str, str, int, int], trace.Span] = {}

    def close(self) -> None:
        """Send what is left, for some seconds at most."""
        self._provider.shutdown()

    # -- at the doors -----------------------------------------------------------------------------

    def begin(self, name: str, came: str | None, role: Role) -> Span:
        """Begin a span under the trace context that came."""
        return _OfDoor(self._tracer.start_span(name, _context(came), _KINDS[role]))

    # -- in the loops -----------------------------------------------------------------------------

    def handling(self, handle: Handle[E], *, loop: str, verb: str) -> Handle[E]:
        """Give each delivery that is handled a span, under which what comes of it goes on."""

        def traced(delivery: Delivery) -> list[E]:
            span = self._tracer.start_span(
                f"{verb} {delivery.topic}",
                _context(_said(delivery.headers)),
                SpanKind.CONSUMER,
                _about(delivery),
            )
            try:
                with trace.use_span(span, record_exception=False, set_status_on_exception=False):
                    effects = [_carried(it, span) for it in handle(delivery)]
            except Exception as error:
                span.set_status(Status(StatusCode.ERROR, _what(error)))
                raise
            finally:
                span.end()
            self._handled[(loop, *_place(delivery))] = span
            return effects

        return traced

    def within(self, name: str, do: Callable[[E], R]) -> Callable[[E], R]:
        """Make each call a span within the one that this thread is in."""

        def traced(given: E) -> R:
            with self._tracer.start_as_current_span(
                name, record_exception=False, set_status_on_exception=False
            ):
                return do(given)

        return traced

    def started(self, loop: str, positions: Positions) -> None:
        """Forget what was handled and not committed: it comes again."""
        for place in [place for place in self._handled if place[0] == loop]:
            del self._handled[place]

    def committed(self, loop: str, batch: Batch) -> None:
        """Add to each delivery's span the commit that it waited for."""
        for delivery in batch.deliveries:
            span = self._handled.pop((loop, *_place(delivery)), None)
            if span is not None:
                context = trace.set_span_in_context(span)
                self._afterwards(_COMMITS.get(loop, "commit"), context, batch.committing_s)

    def shipped(self, loop: str, messages: Sequence[Message], seconds: float) -> None:
        """Make a span for each message that a relay published."""
        for it in messages:
            context = _context(_said(it.headers))
            self._afterwards(f"ship {it.topic}", context, seconds, SpanKind.PRODUCER)

    def _afterwards(
        self, name: str, context: Context, seconds: float, kind: SpanKind = SpanKind.INTERNAL
    ) -> None:
        ended = int(self._now().timestamp() * 1e9)
        began = ended - int(seconds * 1e9)
        self._tracer.start_span(name, context, kind, start_time=began).end(ended)


def exported(station: str, *, now: Callable[[], datetime]) -> Traces:
    """Send spans to where `OTEL_EXPORTER_OTLP_ENDPOINT` says, from a thread of their own."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return Traces(station, BatchSpanProcessor(OTLPSpanExporter()), now=now)


def _context(came: str | None) -> Context:
    found = _TRACEPARENT.fullmatch(came or "")
    if found is None:
        return Context()
    flags = trace.TraceFlags(int(found[3], 16))
    remote = trace.SpanContext(
        int(found[1], 16), int(found[2], 16), is_remote=True, trace_flags=flags
    )
    return trace.set_span_in_context(trace.NonRecordingSpan(remote), Context())


def _written(span: trace.Span) -> str:
    it = span.get_span_context()
    return f"00-{it.trace_id:032x}-{it.span_id:016x}-{it.trace_flags:02x}"


def _said(headers: Headers) -> str | None:
    value = next((value for name, value in headers if name == _HEADER), None)
    return None if value is None else value.decode("ascii", "replace")


def _carried(effect: E, span: trace.Span) -> E:
    if not isinstance(effect, Message):
        return effect
    header = (_HEADER, _written(span).encode())
    others = tuple(pair for pair in effect.headers if pair[0] != _HEADER)
    return replace(effect, headers=(*others, header))


def _about(delivery: Delivery) -> dict[str, str | int]:
    said: dict[str, str | int] = {
        "messaging.destination.name": delivery.topic,
        "messaging.destination.partition.id": str(delivery.partition),
        "facialis.position": delivery.position,
    }
    told = next((value for name, value in delivery.headers if name == "ce_id"), b"")
    event_id = told.decode("ascii", "replace")
    if _EVENT_ID.fullmatch(event_id):
        said["facialis.event_id"] = event_id
    return said


def _place(delivery: Delivery) -> tuple[str, int, int]:
    return delivery.topic, delivery.partition, delivery.position


def _what(error: Exception) -> str:
    return error.reason if isinstance(error, Unreadable) else type(error).__name__
