"""One trace leads from a post through its plan to the page, and no patient stands in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from bus.errors import Unreadable
from facialis import clock
from facialis.line import Line, open_line
from facialis.settings import Settings
from facialis.traces import Traces
from facialis.watching import Watching
from schemas.ids import plan_event_id
from services.doors.metrics import Metrics
from tests.builders import an_assessment
from tests.bus.watched import a_delivery
from tests.facialis.lines import soon

KEY = "a-key-for-tests-only"
CANARY = "CANARY-7"
CAME = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = "00f067aa0ba902b7"
AN_ASSESSMENT = an_assessment(side="left", synkinesis="moderate")
AUTHORIZED = {"Authorization": f"Bearer {KEY}"}


class Collected:
    """What was traced, as who collects it sees it."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.traces = Traces("line", SimpleSpanProcessor(self.exporter), now=clock.now)

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        return self.exporter.get_finished_spans()

    def named(self, name: str) -> ReadableSpan:
        (span,) = [it for it in self.spans if it.name == name]
        return span

    def names(self) -> list[str]:
        return [it.name for it in self.spans]

    def await_all(self, *names: str) -> None:
        assert soon(lambda: set(names) <= set(self.names())), self.names()


@pytest.fixture
def collected() -> Collected:
    return Collected()


@pytest.fixture
def line(tmp_path: Path, collected: Collected) -> Iterator[Line]:
    watching = Watching(Metrics(clock.now), clock.now, collected.traces)
    line = open_line(Settings(data=tmp_path, key=KEY), watching=watching)
    line.start()
    yield line
    line.close()


def planned(line: Line, **headers: str) -> dict[str, Any]:
    reply = line.app.test_client().post(
        "/v1/assessments",
        json=AN_ASSESSMENT | {"patient_ref": CANARY, "assessment_id": CANARY},
        headers=AUTHORIZED | {"Prefer": "wait=10"} | headers,
    )
    assert reply.status_code == 200, reply.text
    assert reply.json is not None
    return reply.json


def hex_of(span: ReadableSpan) -> tuple[str, str]:
    return f"{span.context.trace_id:032x}", f"{span.context.span_id:016x}"


def parent_of(span: ReadableSpan) -> str | None:
    return f"{span.parent.span_id:016x}" if span.parent else None


FROM_POST_TO_STORE = [
    ("POST /v1/assessments", None),
    ("append assessments.received.v1", "POST /v1/assessments"),
    ("process assessments.received.v1", "append assessments.received.v1"),
    ("plan", "process assessments.received.v1"),
    ("publish", "process assessments.received.v1"),
    ("project plans.proposed.v1", "process assessments.received.v1"),
]


def test_one_trace_leads_from_the_post_to_the_store(line: Line, collected: Collected) -> None:
    planned(line, traceparent=f"00-{CAME}-{PARENT}-01")
    collected.await_all(*(name for name, _ in FROM_POST_TO_STORE))
    for name, parent in FROM_POST_TO_STORE:
        span = collected.named(name)
        assert hex_of(span)[0] == CAME
        assert parent_of(span) == (hex_of(collected.named(parent))[1] if parent else PARENT)
    projected = hex_of(collected.named("project plans.proposed.v1"))[1]
    # Told after the commit, which is when its sender sees the plan.
    assert soon(
        lambda: projected in [parent_of(it) for it in collected.spans if it.name == "store"]
    )


def test_without_a_trace_that_came_one_begins(line: Line, collected: Collected) -> None:
    planned(line)
    collected.await_all("project plans.proposed.v1")
    assert len({hex_of(it)[0] for it in collected.spans}) == 1


def test_a_trace_that_nobody_wants_kept_goes_on_and_is_not_kept(
    line: Line, collected: Collected
) -> None:
    reply = line.app.test_client().post(
        "/v1/assessments",
        json=AN_ASSESSMENT,
        headers=AUTHORIZED | {"traceparent": f"00-{CAME}-{PARENT}-00", "Prefer": "wait=5"},
    )
    assert reply.headers["traceparent"].split("-")[1] == CAME
    assert collected.spans == ()


def test_whoever_reads_the_plan_is_led_to_its_trace_by_the_event(
    line: Line, collected: Collected
) -> None:
    plan = planned(line)
    line.app.test_client().get(f"/v1/plans/{plan['plan_id']}", headers=AUTHORIZED)
    collected.await_all("project plans.proposed.v1", "GET /v1/plans/<plan_id>")
    event_id = plan_event_id(plan["plan_id"])
    read = collected.named("GET /v1/plans/<plan_id>").attributes
    project = collected.named("project plans.proposed.v1").attributes
    assert read is not None
    assert project is not None
    assert read["facialis.event_id"] == project["facialis.event_id"] == event_id


def test_a_decision_has_a_trace_until_it_is_shipped(line: Line, collected: Collected) -> None:
    plan = planned(line)
    doors, path = line.app.test_client(), f"/v1/plans/{plan['plan_id']}"
    stage = next(it["stage"] for it in plan["stages"] if it["items"])
    doors.post(
        f"{path}/decisions",
        json={
            "decision_id": clock.new_id(),
            "stage": stage,
            "decision": "accept",
            "decided_by": {"ref": CANARY, "role": "physician"},
        },
        headers=AUTHORIZED | {"If-Match": "*"},
    )
    collected.await_all("ship plans.reviewed.v1")
    decided = collected.named("POST /v1/plans/<plan_id>/decisions")
    assert parent_of(collected.named("ship plans.reviewed.v1")) == hex_of(decided)[1]


def test_no_patient_stands_in_a_span(line: Line, collected: Collected) -> None:
    plan = planned(line)
    doors = line.app.test_client()
    doors.get(f"/v1/plans?patient_ref={CANARY}", headers=AUTHORIZED)
    doors.get(f"/v1/assessments/{CANARY}?{CANARY}", headers=AUTHORIZED)
    doors.get(f"/{CANARY}", headers={CANARY: CANARY})
    doors.post("/v1/assessments", json={CANARY: CANARY}, headers=AUTHORIZED)
    collected.await_all("project plans.proposed.v1", "store")
    told = "".join(it.to_json() for it in collected.spans)
    assert CANARY not in told
    assert plan["plan_id"] not in told


def test_what_cannot_be_read_says_why_and_nothing_of_it(collected: Collected) -> None:
    def handle(_: object) -> list[object]:
        raise Unreadable("not_json", CANARY)

    handle_traced = collected.traces.handling(handle, loop="review", verb="project")
    with pytest.raises(Unreadable):
        handle_traced(a_delivery(key=CANARY.encode(), headers=(("ce_id", CANARY.encode()),)))
    (span,) = collected.spans
    assert span.status.description == "not_json"
    assert CANARY not in span.to_json()


def test_what_was_handled_and_not_committed_is_forgotten_when_it_comes_again(
    collected: Collected,
) -> None:
    handle = collected.traces.handling(lambda _: [], loop="review", verb="project")
    handle(a_delivery())
    collected.traces.started("other", {})
    assert len(collected.traces._handled) == 1
    collected.traces.started("review", {})
    assert not collected.traces._handled


def test_without_a_collector_open_telemetry_is_not_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from facialis.line import open_line; "
        "from facialis.settings import Settings; import facialis.commands.run; "
        f"open_line(Settings(data=Path({str(tmp_path)!r}))).close(); "
        "print([it for it in sys.modules if it.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


class Collector(BaseHTTPRequestHandler):
    """Takes what is sent to it."""

    taken: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        return None


def test_with_a_collector_spans_arrive_there(tmp_path: Path, monkeypatch) -> None:
    handler = type("Taking", (Collector,), {"taken": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
    settings = Settings.from_environ(
        {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "FACIALIS_KEY": KEY}, data=tmp_path
    )
    line = open_line(settings)
    line.start()
    planned(line)
    line.close()
    server.shutdown()
    server.server_close()
    sent = b"".join(body for path, body in handler.taken if path == "/v1/traces")
    assert b"POST /v1/assessments" in sent
    assert b"facialis-line" in sent
    assert CANARY.encode() not in sent
