"""The whole line in one process: in at the door, through every station, out at the other end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from bus.embedded import EmbeddedFeed
from bus.errors import CannotOpen
from facialis import clock
from facialis.examples import examples
from facialis.files import RECOMMENDER, REVIEWS
from facialis.line import Line, open_line
from facialis.loading import load
from facialis.settings import Settings
from schemas.moments import written
from schemas.topics import ASSESSMENTS_SET_ASIDE, PLANS_PROPOSED, PLANS_REVIEWED
from services.recommender.pathway_files import load_knowledge

KEY = "a-key-for-tests-only"
MINIMAL = {
    "patient_ref": "SIMULATED-1",
    "house_brackmann": "III",
    "synkinesis": "moderate",
    "duration": {"value": 14, "unit": "months"},
    "side": "left",
}


class Doors:
    """The machine doors of a line."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self._client.post(path, json=body, headers=self._with(headers))

    def get(self, path: str) -> Any:
        return self._client.get(path, headers=self._with({}))

    def planned(self, body: Any) -> dict[str, Any]:
        answer = self.post("/v1/assessments", body, Prefer="wait=10")
        assert answer.status_code == 200, answer.json
        return answer.json

    def decide(self, plan: dict[str, Any], **decision: Any) -> Any:
        etag = self.get(f"/v1/plans/{plan['plan_id']}").headers["ETag"]
        decided_by = {"ref": "clinician-1", "role": "physician"}
        body = {"decision_id": clock.new_id(), "decided_by": decided_by} | decision
        path = f"/v1/plans/{plan['plan_id']}/decisions"
        return self.post(path, body, **{"If-Match": etag})

    def review(self, plan: dict[str, Any]) -> dict[str, Any]:
        return self.get(f"/v1/plans/{plan['plan_id']}").json["review"]

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {KEY}"} | headers


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = open_line(Settings(data=tmp_path, key=KEY))
    line.start()
    yield line
    line.close()


@pytest.fixture
def doors(line: Line) -> Doors:
    return Doors(line.app.test_client())


def assessed(*, days_ago: int) -> dict[str, str]:
    # A plan grows old, so the day is not a fixed one.
    return {"assessed_at": written(clock.now() - timedelta(days=days_ago))}


def soon(holds: Any) -> bool:
    ends = time.monotonic() + 60
    while not holds() and time.monotonic() < ends:
        time.sleep(0.01)
    return bool(holds())


def logged(path: Path, topic: str) -> int:
    with closing(EmbeddedFeed([(path, topic)])) as feed:
        feed.start({})
        return len(feed.poll(1000, timeout_s=0))


def test_a_post_is_a_plan_within_a_second(doors: Doors):
    began = time.monotonic()
    posted = doors.post("/v1/assessments", MINIMAL)
    assert posted.status_code == 202
    path = posted.json["links"]["self"]
    assert soon(lambda: doors.get(path).json["state"] == "planned")
    assert time.monotonic() - began < 1 + SLACK_S
    (plan,) = doors.get(posted.json["links"]["plans"]).json["items"]
    assert plan["plan_id"] == doors.get(path).json["plan_id"]


SLACK_S = 4
"""For a machine that does other things besides."""


def test_a_plan_is_decided_superseded_and_withdrawn(doors: Doors, tmp_path: Path):
    first = doors.planned(MINIMAL | assessed(days_ago=60))
    decided = doors.decide(first, stage="rehabilitate", decision="accept")
    assert decided.status_code == 201, decided.json
    assert doors.review(first)["state"] == "partly_decided"
    assert soon(lambda: logged(tmp_path / REVIEWS, PLANS_REVIEWED.name) == 1)

    second = doors.planned(MINIMAL | {"synkinesis": "severe"} | assessed(days_ago=30))
    assert doors.review(first)["state"] == "superseded"
    assert doors.review(first)["current_plan_id"] == second["plan_id"]
    assert doors.decide(first, stage="rehabilitate", decision="accept").status_code == 409

    path = f"/v1/assessments/{second['assessment_id']}/withdraw"
    assert doors.post(path, {"reason": "wrong_values"}).status_code == 200
    assert soon(lambda: doors.review(second)["state"] == "withdrawn")
    assert soon(lambda: doors.review(first)["state"] == "partly_decided")


def test_a_late_older_assessment_takes_nobodys_place(doors: Doors):
    newer = doors.planned(MINIMAL | assessed(days_ago=30))
    older = doors.planned(MINIMAL | assessed(days_ago=60))
    assert doors.review(newer)["state"] == "waiting"
    assert doors.review(older)["state"] == "superseded"


def test_everything_is_there_again_after_a_restart(line: Line, doors: Doors, tmp_path: Path):
    plan = doors.planned(MINIMAL)
    line.close()
    again = open_line(Settings(data=tmp_path, key=KEY))
    again.start()
    assert Doors(again.app.test_client()).review(plan)["state"] == "waiting"
    again.close()
    assert logged(tmp_path / RECOMMENDER, PLANS_PROPOSED.name) == 1


def test_what_came_while_nobody_planned_is_planned_at_the_next_start(tmp_path: Path):
    resting = open_line(Settings(data=tmp_path, key=KEY))
    posted = Doors(resting.app.test_client()).post("/v1/assessments", MINIMAL)
    resting.close()
    line = open_line(Settings(data=tmp_path, key=KEY))
    line.start()
    doors = Doors(line.app.test_client())
    assert soon(lambda: doors.get(posted.json["links"]["self"]).json["state"] == "planned")
    line.close()


def test_readiness_names_every_loop_that_does_not_run(tmp_path: Path):
    line = open_line(Settings(data=tmp_path, key=KEY))
    resting = line.app.test_client().get("/readyz")
    assert resting.status_code == 503
    assert set(resting.json["waiting_for"]) == {"recommender", "review", "decisions"}
    line.start()
    assert soon(lambda: line.app.test_client().get("/readyz").status_code == 200)
    line.close()
    assert line.app.test_client().get("/readyz").status_code == 503


def test_it_closes_within_seconds_also_in_the_middle_of_work(line: Line, doors: Doors):
    for number in range(30):
        doors.post("/v1/assessments", MINIMAL | {"patient_ref": f"SIMULATED-{number}"})
    began = time.monotonic()
    line.close()
    line.close()
    assert time.monotonic() - began < 10


def test_a_second_line_on_the_same_folder_is_refused(line: Line, tmp_path: Path):
    with pytest.raises(CannotOpen, match="held by process"):
        open_line(Settings(data=tmp_path, key=KEY))


def test_the_preview_stores_nothing(doors: Doors, tmp_path: Path):
    previewed = doors.post("/v1/plans/preview", MINIMAL)
    assert previewed.status_code == 200
    assert doors.get("/v1/plans").json["items"] == []
    assert logged(tmp_path / RECOMMENDER, PLANS_PROPOSED.name) == 0


def test_the_preview_and_the_line_propose_the_same(doors: Doors):
    at = {"assessed_at": "2026-01-10T09:00:00Z"}
    plan = doors.planned(MINIMAL | at)
    previewed = doors.post(f"/v1/plans/preview?as_of={plan['as_of']}", MINIMAL | at).json
    assert previewed["content_hash"] == plan["content_hash"]


def test_the_simulated_patients_show_every_urgency_and_every_state(
    line: Line, doors: Doors, tmp_path: Path
):
    patients = examples(clock.now())
    told = {"key": KEY, "now": clock.now, "new_id": clock.new_id}
    assert load(patients, line=line, **told) == len(patients)
    states = ("waiting", "partly_decided", "decided", "superseded", "withdrawn")
    shown = {it: doors.get(f"/v1/plans?state={it}&limit=200").json["items"] for it in states}
    assert all(shown.values()), {state: len(plans) for state, plans in shown.items()}
    urgencies = {plan["urgency"] for plan in shown["waiting"]}
    assert urgencies == {"emergency", "same_day", "urgent", "soon", "routine"}
    assert not logged(tmp_path / RECOMMENDER, ASSESSMENTS_SET_ASIDE.name)


def test_a_broken_table_stops_the_line_before_it_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    empty = tmp_path / "tables"
    empty.mkdir()
    monkeypatch.setattr("facialis.tables.load_knowledge", lambda: load_knowledge(empty))
    with pytest.raises(Exception, match=r"\.yaml"):
        open_line(Settings(data=tmp_path / "data", key=KEY))
    assert not (tmp_path / "data").exists()
