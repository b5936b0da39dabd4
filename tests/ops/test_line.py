"""The commands of docker-compose.yml as plain processes over real servers, also when they break."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ops.line.line import KafkaLine
from ops.line.plan import STATIONS
from tests.collector import collector
from tests.ops.started import poster, started

ROOT = Path(__file__).parents[2]
SECONDS = 30
CANARY = "canary-4711"
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
TRACEPARENT = f"00-{TRACE}-00f067aa0ba902b7-01"
LINE_OF_A_POST = {
    "POST /v1/assessments",
    "append assessments.received.v1",
    "ship assessments.received.v1",
    "process assessments.received.v1",
    "plan",
    "publish",
    "project assessments.received.v1",
    "project plans.proposed.v1",
    "store",
}
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0")

pytestmark = [pytest.mark.line, pytest.mark.xdist_group("line")]


@pytest.fixture(scope="module")
def collected():
    with collector() as kept:
        yield kept


@pytest.fixture(scope="module")
def line(tmp_path_factory, collected):
    more = {"KAFKA_SESSION_SECONDS": "6", "OTEL_EXPORTER_OTLP_ENDPOINT": collected.url}
    with started(KafkaLine(tmp_path_factory.mktemp("line"), more)) as running:
        yield running


@pytest.fixture
def ehr(line):
    with poster(line) as session:
        yield session


def post(ehr, line, patient, headers=None, **more):
    body = {
        "patient_ref": patient,
        "house_brackmann": "V",
        "synkinesis": "none",
        "duration": {"value": 2, "unit": "days"},
        **more,
    }
    return ehr.post(f"{line.url}/v1/assessments", json=body, headers=headers, timeout=SECONDS)


def _of(trace, collected):
    return [it for it in collected.spans if it.trace == trace]


def _ids(spans):
    return {it.id for it in spans} | {TRACEPARENT.split("-")[2]}


def _is_whole(spans):
    names, parents = {it.name for it in spans}, {it.parent for it in spans}
    return names >= LINE_OF_A_POST and parents <= _ids(spans)


def state_of(ehr, line, assessment_id):
    return ehr.get(f"{line.url}/v1/assessments/{assessment_id}", timeout=SECONDS).json()


def all_planned(ehr, line, ids):
    # After an outage each loop on the way may wait half a minute before it looks again.
    ends = time.monotonic() + 4 * SECONDS
    waiting = set(ids)
    while waiting and time.monotonic() < ends:
        waiting -= {it for it in waiting if state_of(ehr, line, it)["state"] == "planned"}
        time.sleep(0.1)
    return not waiting


def accepted(answers):
    assert {it.status_code for it in answers} == {202}
    return [it.json()["assessment_id"] for it in answers]


def test_a_post_is_answered_with_its_plan_when_its_sender_waits(line, ehr):
    # A line that has just begun may not be at work yet.
    assert all_planned(ehr, line, accepted([post(ehr, line, "first-1")]))
    ehr.headers["Prefer"] = "wait=10"
    answer = post(ehr, line, "waiting-1")
    assert answer.status_code == 200
    assert answer.json()["patient_ref"] == "waiting-1"


def test_one_trace_goes_from_the_post_through_every_process_to_the_store(line, ehr, collected):
    answer = post(ehr, line, "traced-1", headers={"traceparent": TRACEPARENT})
    assert all_planned(ehr, line, accepted([answer]))
    ends = time.monotonic() + 2 * SECONDS
    # Each process tells its own in its own time, so any of them may be the last.
    while not _is_whole(spans := _of(TRACE, collected)) and time.monotonic() < ends:
        time.sleep(0.2)
    assert {it.name for it in spans} >= LINE_OF_A_POST
    assert len({it.service for it in spans}) == 4
    assert {it.parent for it in spans} <= _ids(spans)
    assert not [it for it in collected.spans if it.name == "GET /healthz"]


def test_the_promises_hold_through_the_whole_of_it(line):
    told = {"FACIALIS_LINE_URL": line.url, "FACIALIS_LINE_KEY": line.key}
    said = subprocess.run(
        [*PYTEST, "-m", "line and not passing_time", "features"],
        cwd=ROOT,
        env={**os.environ, **line.environment_of("review"), **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:]
    assert "passed" in said.stdout


def test_one_address_describes_every_door(line, ehr):
    paths = ehr.get(f"{line.url}/openapi.json", timeout=SECONDS).json()["paths"]
    assert {"/v1/assessments", "/v1/plans/preview", "/v1/plans/{plan_id}"} <= set(paths)


def test_posts_are_taken_while_there_is_no_broker_and_planned_when_it_is_back(line, ehr):
    line.kill_broker()
    try:
        answers = [post(ehr, line, f"broker-away-{it}") for it in range(40)]
    finally:
        line.start_broker()
    assert all_planned(ehr, line, accepted(answers))


def test_when_a_recommender_dies_the_other_one_plans_its_patients(line, ehr):
    line.processes["recommender-1"].kill()
    try:
        answers = [post(ehr, line, f"one-recommender-{it}") for it in range(40)]
        assert all_planned(ehr, line, accepted(answers))
    finally:
        line.processes["recommender-1"].start()


@pytest.mark.parametrize("station", STATIONS)
def test_a_station_ends_within_ten_seconds_when_asked_and_goes_on_where_it_stood(
    line, ehr, station
):
    process = line.processes[station]
    begun = time.monotonic()
    code = process.stop()
    took = time.monotonic() - begun
    process.start()
    assert (code, took < 10) == (0, True), (code, took)
    assert all_planned(
        ehr, line, accepted([post(ehr, line, f"after-{station}-{it}") for it in range(5)])
    )


def test_no_log_of_any_process_names_a_patient(line, ehr):
    accepted([post(ehr, line, CANARY, neuro_deficits=["none"])])
    ehr.get(f"{line.url}/v1/plans", params={"patient_ref": CANARY}, timeout=SECONDS)
    post(ehr, line, CANARY, side="sinister-" + CANARY)
    for log in line.folder.glob("*.log"):
        assert CANARY not in log.read_text(encoding="utf-8", errors="replace"), log.name
