"""A collector of traces, as a test needs one: takes spans over HTTP and keeps them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Span:
    """What one process said of one thing that it did; ids in hexadecimal."""

    service: str
    name: str
    trace: str
    id: str
    parent: str


@dataclass
class Collector:
    """Where it listens, and what has come."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)


@contextmanager
def collector() -> Iterator[Collector]:
    """Collect for a while, on a free port of this machine."""
    kept = Collector()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v1/traces":
                kept.spans.extend(_spans(body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()


def _spans(body: bytes) -> Iterator[Span]:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        said = {it.key: it.value.string_value for it in resource.resource.attributes}
        for scope in resource.scope_spans:
            yield from (_span(it, said) for it in scope.spans)


def _span(sent: Any, said: Mapping[str, str]) -> Span:
    return Span(
        service=said.get("service.name", ""),
        name=sent.name,
        trace=sent.trace_id.hex(),
        id=sent.span_id.hex(),
        parent=sent.parent_span_id.hex(),
    )
