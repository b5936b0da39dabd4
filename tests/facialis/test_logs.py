"""A log line is for machines to collect, leads to what it is about, and holds no patient."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bus.embedded import EmbeddedPublisher
from bus.port import Message
from facialis import clock
from facialis.line import Line, open_line
from facialis.logs import TextLines, faults_of_log, log_to_stderr
from facialis.settings import Settings
from schemas.topics import ASSESSMENTS_RECEIVED, PLANS_PROPOSED
from services.review.people import new_sign_in_link
from tests.builders import a_full_assessment
from tests.bus.watched import a_delivery

CANARY = "CANARY-7"
KEY = "a-key-for-tests-only"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01".encode()
EVENT = "0b1b2c80-3c71-4a6b-8bcb-87379e608e67"


class Written(io.StringIO):
    """What was written, line by line."""

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Written]:
    """Every record of the process in JSON, debugging ones included."""
    root, written = logging.getLogger(), Written()
    before = root.handlers[:], root.level, threading.excepthook, sys.excepthook
    log_to_stderr("json access", station="review", to=written)
    root.setLevel(logging.DEBUG)
    yield written
    root.handlers[:], root.level, threading.excepthook, sys.excepthook = before
    logging.captureWarnings(False)
    log_access(logging.WARNING)


def log_access(level: int) -> None:
    logging.getLogger("services.doors.access").setLevel(level)


def test_a_line_says_when_how_bad_who_and_what(log: Written) -> None:
    logging.getLogger("bus").warning("review waits %.1f s", 0.5)
    (line,) = log.lines()
    assert line["time"].endswith("Z")
    assert {key: line[key] for key in ("level", "logger", "station", "message")} == {
        "level": "warning",
        "logger": "bus",
        "station": "review",
        "message": "review waits 0.5 s",
    }


def test_a_line_about_a_delivery_leads_to_it(log: Written) -> None:
    it = a_delivery(7, headers=(("ce_id", EVENT.encode()), ("ce_traceparent", TRACEPARENT)))
    logging.getLogger("bus").critical("stopped", extra={"loop": "review", "delivery": it})
    (line,) = log.lines()
    assert {key: line[key] for key in ("loop", "topic", "partition", "position")} == {
        "loop": "review",
        "topic": "things.received.v1",
        "partition": 0,
        "position": 7,
    }
    assert (line["trace_id"], line["event_id"]) == (TRACE, EVENT)


def test_headers_that_are_no_ids_are_not_repeated(log: Written) -> None:
    canary = CANARY.encode()
    for headers in (
        (("ce_id", canary), ("ce_traceparent", canary), (CANARY, canary)),
        (("ce_id", EVENT.encode() + canary), ("ce_traceparent", TRACEPARENT + canary)),
        (("ce_id", b"\xff" + canary), ("ce_traceparent", b"\xff")),
    ):
        it = a_delivery(headers=headers, key=canary, body=canary)
        logging.getLogger("bus").critical("stopped", extra={"delivery": it})
    assert len(log.lines()) == 3
    assert CANARY not in log.getvalue()
    assert not any({"trace_id", "event_id"} & set(line) for line in log.lines())


def test_of_strangers_neither_values_nor_errors_are_shown(log: Written) -> None:
    stranger = logging.getLogger("waitress")
    stranger.error("Exception while serving %s", f"/v1/plans?patient_ref={CANARY}")
    try:
        raise ValueError(CANARY)
    except ValueError:
        stranger.exception("it failed")
        logging.getLogger("services").exception("ours failed")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, UserWarning, stacklevel=1)
    serving, failed, ours, warned = log.lines()
    assert CANARY not in log.getvalue()
    assert serving["message"] == "Exception while serving %s"
    assert "ValueError in " in failed["message"]
    assert "test_logs.py" in ours["message"]
    assert "UserWarning" in warned["message"]


def test_a_thread_that_ends_badly_says_where_and_not_what(log: Written) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()
    (line,) = log.lines()
    assert line["level"] == "critical"
    assert "thread worker ended: ValueError in" in line["message"]
    assert CANARY not in log.getvalue()


def test_a_line_is_one_line_whatever_is_in_it(log: Written) -> None:
    logging.getLogger("bus").warning("one\ntwo\x1b[31m")
    assert len(log.getvalue().splitlines()) == 1


def test_on_a_terminal_a_line_is_for_people() -> None:
    record = logging.LogRecord("bus", logging.WARNING, "", 0, "review waits", (), None)
    record.delivery = a_delivery(headers=(("ce_traceparent", TRACEPARENT),))
    assert TextLines().format(record).endswith(f"WARNING review waits (trace {TRACE})")


def test_json_is_written_where_there_is_no_terminal() -> None:
    written, root = Written(), logging.getLogger()
    before = root.handlers[:], root.level, threading.excepthook, sys.excepthook
    log_to_stderr(to=written)
    logging.getLogger("bus").warning("x")
    root.handlers[:], root.level, threading.excepthook, sys.excepthook = before
    assert written.lines()[0]["message"] == "x"


@pytest.mark.parametrize("words", ["xml", "json text"])
def test_words_that_cannot_be_meant_are_told(words: str) -> None:
    assert list(faults_of_log(words))


@pytest.mark.parametrize("words", ["", "json", "text access", "access"])
def test_words_that_can_be_meant_are_taken(words: str) -> None:
    assert not list(faults_of_log(words))


# -- the whole line, with a canary wherever there is a place for one -------------------------------


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = open_line(Settings(data=tmp_path, key=KEY))
    line.start()
    yield line
    line.close()


def everywhere(value: Any) -> Any:
    if isinstance(value, list):
        return [everywhere(item) for item in value]
    if isinstance(value, dict):
        return {key: everywhere(item) for key, item in value.items()}
    return CANARY if isinstance(value, str) else value


def try_a_case_everywhere(line: Line, canary: str) -> list[Any]:
    """Somebody signed in, whose addresses hold a case."""
    person = line.app.test_client()
    path = new_sign_in_link(line.following.store, now=clock.now(), new_id=clock.new_id)
    link_form = re.search(r'name="form_token" value="(\w+)"', person.get(path).text)
    name = {"name": "Dr Ada Byron", "role": "physician"}
    assert link_form is not None
    person.post(path, data={"form_token": link_form[1], **name})
    asked = f"house_brackmann=III&age_years={canary}&{canary}={canary}&as_of={canary}"
    page = person.get(f"/try?{asked}")
    form = re.search(r'name="form_token" value="(\w+)"', page.text)
    assert form is not None
    told = {"form_token": form[1], "house_brackmann": CANARY, "patient_ref": CANARY}
    pasted = f"Given a patient with House-Brackmann grade {CANARY}"
    return [
        page,
        person.get(f"/try?house_brackmann=III&example={canary}&tip={canary}"),
        person.post("/try", data=told),
        person.post("/try/gherkin", data={"form_token": form[1], "gherkin": pasted}),
    ]


def knock_everywhere(line: Line) -> set[int]:
    doors, key = line.app.test_client(), {"Authorization": f"Bearer {KEY}"}
    named = a_full_assessment(patient_ref=CANARY, assessment_id=CANARY)
    canary = quote(CANARY)
    answers = [
        doors.post("/v1/assessments", json=named, headers=key | {"Idempotency-Key": CANARY}),
        doors.post("/v1/assessments", json=everywhere(named), headers=key),
        doors.post("/v1/assessments", data=f'{{"{CANARY}": ', headers=key),
        doors.post(f"/v1/plans/preview?as_of={canary}", json=named, headers=key),
        doors.get(f"/v1/plans?patient_ref={canary}", headers=key),
        doors.get(f"/v1/plans?{canary}={canary}", headers=key),
        doors.get(f"/v1/plans/{canary}", headers=key),
        doors.get(f"/v1/assessments/{canary}", headers={"Authorization": f"Bearer {CANARY}"}),
        doors.get(f"/cases/{canary}", headers={"Cookie": f"session={CANARY}"}),
        doors.get(f"/{canary}?patient_ref={canary}", headers={"traceparent": CANARY}),
        doors.open(f"/{canary}", method=CANARY),
        *try_a_case_everywhere(line, canary),
    ]
    return {answer.status_code for answer in answers}


def test_no_request_leaves_a_patient_in_the_log(line: Line, log: Written) -> None:
    assert {202, 400, 401, 404, 422} <= knock_everywhere(line)
    assert CANARY not in log.getvalue()
    access = [it for it in log.lines() if it["logger"] == "services.doors.access"]
    assert len(access) == 17
    assert any(it["message"].startswith("GET /try 200") for it in access)
    assert all(len(it["trace_id"]) == 32 for it in access)
    assert any(it["message"].startswith("GET /v1/plans 200") for it in access)


def test_no_message_that_cannot_be_read_leaves_anything_in_the_log(
    line: Line, log: Written
) -> None:
    canary = CANARY.encode()
    loops: Any = line.loops.by_name
    writers = {
        ASSESSMENTS_RECEIVED.name: line.outbox._writer,
        PLANS_PROPOSED.name: loops["recommender"]._ledger._writer,
    }
    for number, (topic, body) in enumerate(
        (topic, body)
        for topic in (ASSESSMENTS_RECEIVED.name, PLANS_PROPOSED.name)
        for body in (canary, b"\xff" + canary, b'{"patient_ref": "' + canary + b'"}', b"[" * 99)
    ):
        headers = (("ce_id", canary), ("ce_time", canary), (CANARY, canary))
        EmbeddedPublisher(writers[topic]).publish(
            [Message(topic, canary, f"{CANARY}-{number}", headers, body)]
        )
    assert _soon(lambda: _told(line, "facialis_set_aside_total") == 8)
    assert CANARY not in log.getvalue()
    assert CANARY not in line.app.test_client().get("/metrics").text


def test_a_loop_that_fails_leads_to_the_event_and_tells_nothing_of_it(
    line: Line, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whatever a mistake of ours may quote, and wherever it was made.
    def fail(*_: object) -> None:
        raise ValueError(f"{CANARY} has grade VI")

    monkeypatch.setattr(line.loops.by_name["review"], "_handle", fail)
    doors = line.app.test_client()
    reply = doors.post(
        "/v1/assessments",
        json=a_full_assessment(patient_ref=CANARY),
        headers={"Authorization": f"Bearer {KEY}"},
    )
    trace_id = reply.headers["traceparent"].split("-")[1]
    assert _soon(lambda: any(it["level"] == "critical" for it in log.lines()))
    (line_,) = [it for it in log.lines() if it["level"] == "critical"]
    assert line_["trace_id"] == trace_id
    assert line_["loop"] == "review"
    assert len(line_["event_id"]) == 36
    assert "ValueError in" in line_["message"]
    assert CANARY not in log.getvalue()


def _soon(holds: Any) -> bool:
    ends = time.monotonic() + 60
    while not holds() and time.monotonic() < ends:
        time.sleep(0.01)
    return bool(holds())


def _told(line: Line, name: str) -> float:
    text = line.app.test_client().get("/metrics").text
    return sum(float(it.split()[-1]) for it in text.splitlines() if it.startswith(name))
