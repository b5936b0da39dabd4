"""A line of one process that was moved: the stations go on where it stopped."""

import time

import pytest
import requests

from facialis import clock
from ops.line.line import KafkaLine
from tests.facialis.lines import a_line, ask, post
from tests.ops.started import poster, started

SECONDS = 60
PATIENTS = [f"moved-{number}" for number in range(6)]

pytestmark = [pytest.mark.line, pytest.mark.xdist_group("line")]


def an_assessment(patient):
    return {
        "patient_ref": patient,
        "house_brackmann": "V",
        "synkinesis": "none",
        "duration": {"value": 2, "unit": "days"},
    }


def plans_of(running):
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        _, found = ask(running, "/v1/plans")
        if len(found["items"]) == len(PATIENTS):
            return found["items"]
        time.sleep(0.1)
    raise AssertionError("not all were planned")


def decide(running, plan):
    decision = {
        "decision_id": clock.new_id(),
        "stage": next(it["stage"] for it in plan["stages"] if it["items"]),
        "decision": "accept",
        "decided_by": {"ref": "somebody", "role": "physician"},
    }
    headers = {"Authorization": f"Bearer {running.told['key']}", "If-Match": "*"}
    address = f"{running.told['url']}/v1/plans/{plan['plan_id']}/decisions"
    assert (
        requests.post(address, json=decision, headers=headers, timeout=SECONDS).status_code == 201
    )


@pytest.fixture(scope="module")
def left(tmp_path_factory):
    """What a line of one process left behind: its folder, and its plans by patient."""
    data = tmp_path_factory.mktemp("moving") / "data"
    with a_line(data) as running:
        for patient in PATIENTS:
            assert post(running, "/v1/assessments", an_assessment(patient))[0] == 202
        plans = plans_of(running)
        decide(running, plans[0])
    return data, {plan["patient_ref"]: plan for plan in plans}, plans[0]["patient_ref"]


@pytest.fixture(scope="module")
def line(tmp_path_factory, left):
    folder = tmp_path_factory.mktemp("moved") / "line"
    with started(KafkaLine(folder, moved=left[0])) as running:
        yield running


@pytest.fixture
def ehr(line):
    with poster(line) as session:
        yield session


def test_every_plan_is_there_under_its_id_and_none_besides(line, ehr, left):
    _, before, _ = left
    found = ehr.get(f"{line.url}/v1/plans", timeout=SECONDS).json()["items"]
    assert {it["plan_id"] for it in found} == {it["plan_id"] for it in before.values()}


def test_a_decision_came_along(line, ehr, left):
    _, before, decided = left
    plan = ehr.get(f"{line.url}/v1/plans/{before[decided]['plan_id']}", timeout=SECONDS).json()
    (decision,) = plan["review"]["decisions"]
    assert decision["decision"] == "accept"


def test_a_repeated_post_is_known_and_a_new_one_takes_the_place_of_the_old(line, ehr, left):
    _, before, _ = left
    patient = PATIENTS[1]
    body = an_assessment(patient) | {"house_brackmann": "VI"}
    headers = {"Prefer": "wait=10", "Idempotency-Key": "moved-and-new"}
    answer = planned(ehr, line, body, headers)
    assert answer.status_code == 200
    earlier = ehr.get(f"{line.url}/v1/plans/{before[patient]['plan_id']}", timeout=SECONDS).json()
    assert earlier["review"]["state"] == "superseded"
    assert earlier["review"]["current_plan_id"] == answer.json()["plan_id"]
    again = ehr.post(f"{line.url}/v1/assessments", json=body, headers=headers, timeout=SECONDS)
    assert again.headers["Idempotent-Replayed"] == "true"


def planned(ehr, line, body, headers):
    """Post, and wait as long as a line needs that has just begun."""
    ends = time.monotonic() + SECONDS
    while True:
        answer = ehr.post(f"{line.url}/v1/assessments", json=body, headers=headers, timeout=SECONDS)
        if answer.status_code == 200 or time.monotonic() > ends:
            return answer


def test_what_was_planned_before_is_not_read_again(line, ehr):
    # The one that was posted here, by the test above or by this one if that was not run.
    body = an_assessment(PATIENTS[1]) | {"house_brackmann": "VI"}
    headers = {"Prefer": "wait=10", "Idempotency-Key": "moved-and-new"}
    assert planned(ehr, line, body, headers).status_code == 200
    ends = time.monotonic() + SECONDS
    # Counted a moment after its plan can be read.
    while not (read := _read_in_all(line)) and time.monotonic() < ends:
        time.sleep(0.1)
    assert read == 1


def _read_in_all(line):
    return sum(_planned_by(line, name) for name in ("recommender-1", "recommender-2"))


def _planned_by(line, name):
    healthy = line.processes[name].healthy
    said = requests.get(healthy.replace("/healthz", "/metrics"), timeout=SECONDS).text
    counted = [it for it in said.splitlines() if it.startswith("facialis_events_total{")]
    return sum(float(it.split()[-1]) for it in counted if "assessments.received" in it)
