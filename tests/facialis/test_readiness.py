"""Each thing that the work needs, taken away, is seen and named; nothing else is."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.error import HTTPError

import pytest

from bus.embedded import Writer
from bus.running import Health, State
from facialis import readiness
from facialis.line import Line, open_line
from facialis.readiness import Readiness, backlog, disk, stuck, writable
from facialis.settings import Settings
from tests.builders import an_assessment

KEY = "a-key-for-tests-only"
LONG_S = 120.0
AUTHORIZED = {"Authorization": f"Bearer {KEY}"}
AN_ASSESSMENT = an_assessment(side="left", synkinesis="moderate")


@dataclass
class Fixed:
    """A loop that is as it is told to be."""

    state: State = "running"
    step_s: float | None = 1.0

    def health(self) -> Health:
        return Health("review", self.state, None, 0.0, self.step_s)


@dataclass
class FixedLoops:
    """Loops by name, as a line has them."""

    by_name: dict[str, Fixed] = field(default_factory=lambda: {"review": Fixed()})

    def not_running(self) -> dict[str, str]:
        return {name: it.state for name, it in self.by_name.items() if it.state != "running"}


@pytest.mark.parametrize(
    ("state", "step_s", "hangs"),
    [
        ("running", 59, False),
        ("running", 61, True),
        ("waiting", 61, True),
        ("stopped", None, False),
    ],
)
def test_a_loop_hangs_when_its_step_does_not_end(
    state: State, step_s: float | None, hangs: bool
) -> None:
    found = stuck(FixedLoops({"review": Fixed(state, step_s)}))
    assert found == ({"review": "in the same step for 61 s"} if hangs else {})


def test_what_is_looked_at_is_looked_at_once_a_second_and_loops_always() -> None:
    now, looked, loops = [0.0], [], FixedLoops()
    ready = Readiness(loops, {"disk": lambda: looked.append(1)}, clock=lambda: now[0])
    assert ready() == {}
    loops.by_name["review"].state = "stopped"
    assert ready() == {"review": "stopped"}
    assert len(looked) == 1
    now[0] = 1.0
    ready()
    assert len(looked) == 2


def test_a_look_that_does_not_come_back_keeps_only_one_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(readiness, "_PATIENCE_S", 0.01)
    goes_on, looking = Event(), Event()

    def hang() -> None:
        looking.set()
        goes_on.wait(LONG_S)

    ready = Readiness(FixedLoops(), {"disk": hang})
    first = Thread(target=ready)
    first.start()
    assert looking.wait(LONG_S)
    assert ready() == {"checks": "the last look has not come back"}
    goes_on.set()
    first.join()
    assert ready() == {}


def test_a_check_that_fails_is_a_reason_without_its_words() -> None:
    def fail() -> str | None:
        raise ValueError("Jane Doe")

    (why,) = Readiness(FixedLoops(), {"store": fail})().values()
    assert why.startswith("ValueError in ")
    assert "Jane" not in why


def test_a_disk_is_full_before_it_is_full(tmp_path: Path) -> None:
    assert disk(tmp_path)() is None
    assert "MiB are free" in str(disk(tmp_path, least_bytes=2**62)())


def test_a_backlog_at_its_limit_is_full() -> None:
    assert backlog(lambda: 9, most=10)() is None
    assert backlog(lambda: 10, most=10)() == "10 messages wait, and 10 may"


def test_a_closed_file_is_not_writable(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "a.db")
    ready = Readiness(FixedLoops(), {"a.db": writable(writer)}, clock=iter(range(9)).__next__)
    assert ready() == {}
    writer.close()
    assert ready() == {"a.db": "Unavailable: a.db is closed"}


# -- a whole line, broken in one place after the other ---------------------------------------------


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    monkeypatch.setattr(readiness, "_LOOK_EVERY_S", 0.0)
    line = open_line(Settings(data=tmp_path, key=KEY))
    line.start()
    assert soon(lambda: asked(line, "/readyz")[0] == 200)
    yield line
    line.close()


def asked(line: Line, path: str) -> tuple[int, dict[str, Any]]:
    reply = line.app.test_client().get(path)
    assert reply.json is not None
    return reply.status_code, reply.json


def post(line: Line) -> int:
    doors = line.app.test_client()
    return doors.post("/v1/assessments", json=AN_ASSESSMENT, headers=AUTHORIZED).status_code


def soon(holds: Callable[[], Any], *, within_s: float = 60) -> bool:
    ends = time.monotonic() + within_s
    while not holds() and time.monotonic() < ends:
        time.sleep(0.01)
    return bool(holds())


def test_a_line_at_rest_before_its_loops_run_is_alive_and_not_ready(tmp_path: Path) -> None:
    line = open_line(Settings(data=tmp_path, key=KEY))
    assert asked(line, "/healthz") == (200, {"status": "ok"})
    status, said = asked(line, "/readyz")
    assert status == 503
    assert set(said["waiting_for"]) == {"recommender", "review", "decisions"}
    line.close()


def test_a_loop_that_stopped_is_named_with_why_and_the_process_lives(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("Jane Doe")

    monkeypatch.setattr(line.loops.by_name["review"], "_handle", fail)
    assert post(line) == 202
    assert soon(lambda: asked(line, "/readyz")[0] == 503)
    why = asked(line, "/readyz")[1]["waiting_for"]
    assert set(why) == {"review"}
    assert why["review"].startswith("stopped: ZeroDivisionError in ")
    assert asked(line, "/healthz")[0] == 200
    assert 'facialis_loop_state{loop="review",state="stopped"} 1.0' in metrics(line)


def test_a_loop_in_a_call_that_does_not_return_is_not_alive(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()
    monkeypatch.setattr(readiness, "STUCK_S", 0.5)
    monkeypatch.setattr(
        "facialis.watching.stuck", lambda loops: stuck(loops, after_s=readiness.STUCK_S)
    )

    def hang(_: object) -> tuple[()]:
        goes_on.wait(LONG_S)
        return ()

    monkeypatch.setattr(line.loops.by_name["review"], "_handle", hang)
    # On a slow machine any loop may look like that for a moment.
    assert soon(lambda: asked(line, "/healthz")[0] == 200)
    assert post(line) == 202
    assert soon(lambda: set(asked(line, "/healthz")[1].get("stuck", ())) == {"review"})
    assert asked(line, "/healthz")[0] == 503
    goes_on.set()
    assert soon(lambda: asked(line, "/healthz")[0] == 200)


def test_what_waits_unplanned_is_counted_and_limited(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = Event()
    real = line.loops.by_name["recommender"]._handle

    def wait(delivery: Any) -> Any:
        goes_on.wait(LONG_S)
        return real(delivery)

    monkeypatch.setattr(line.loops.by_name["recommender"], "_handle", wait)
    assert [post(line) for _ in range(3)] == [202] * 3
    assert soon(lambda: "facialis_backlog_events 3.0" in metrics(line))
    lag = [it for it in metrics(line).splitlines() if it.startswith("facialis_lag_seconds")]
    assert max(float(it.split()[-1]) for it in lag if "recommender" in it) > 0
    goes_on.set()
    assert soon(lambda: "facialis_backlog_events 0.0" in metrics(line))


def test_a_line_with_too_much_before_it_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facialis.seen_line.MOST_WAITING", 2)
    line = open_line(Settings(data=tmp_path, key=KEY))
    assert [post(line) for _ in range(2)] == [202] * 2
    assert asked(line, "/readyz")[1]["waiting_for"]["backlog"] == "2 messages wait, and 2 may"
    line.close()


@pytest.mark.parametrize("name", ["intake.db", "recommender.db", "reviews.db", "review.db"])
def test_a_file_that_takes_no_write_is_named(name: str, line: Line) -> None:
    loops: Any = line.loops.by_name
    files: dict[str, Callable[[], None]] = {
        "intake.db": line.outbox._writer.close,
        "recommender.db": loops["recommender"]._ledger._writer.close,
        "reviews.db": loops["decisions"]._publisher._writer.close,
        "review.db": line.following.store.writer.dispose,
    }
    if name == "review.db":
        with line.following.store.writer.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
    else:
        files[name]()
    status, said = asked(line, "/readyz")
    assert status == 503
    assert name in said["waiting_for"]
    assert asked(line, "/healthz")[0] == 200


def metrics(line: Line) -> str:
    return line.app.test_client().get("/metrics").text


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="only Linux limits another process")
def test_a_disk_that_takes_no_more_is_said_and_over_when_it_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "facialis", "run", "--port", "0", "--no-examples"]
    data = tmp_path / "data"
    running = subprocess.Popen(
        [*command, "--data", str(data)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert soon(lambda: (data / "run.json").exists())
        url = json.loads((data / "run.json").read_text())["url"]
        assert soon(lambda: over_http(f"{url}/readyz")[0] == 200)
        unlimited = resource.prlimit(running.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (4096, unlimited[1]))
        assert soon(lambda: over_http(f"{url}/readyz")[0] == 503)
        why = over_http(f"{url}/readyz")[1]["waiting_for"]
        assert "disk full or failing" in why["intake.db"], why
        assert over_http(f"{url}/healthz")[0] == 200
        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, unlimited)
        assert soon(lambda: over_http(f"{url}/readyz")[0] == 200)
    finally:
        running.send_signal(signal.SIGTERM)
        running.wait(60)


def over_http(url: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(url, timeout=60) as reply:
            return reply.status, json.load(reply)
    except HTTPError as refused:
        return refused.code, json.load(refused)
