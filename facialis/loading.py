"""Putting simulated patients on a line that runs, and doing with them what their stories say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask.testing import FlaskClient

from facialis.chance import CLIENT
from facialis.examples import Example
from facialis.line import Line
from services.intake.accept import Sender, accept

_LONGEST_PLANNING_S = 10.0


def load(
    patients: Sequence[Example],
    *,
    line: Line,
    key: str,
    now: Callable[[], datetime],
    new_id: Callable[[], str],
) -> int:
    """
    Put the patients on the line, marked as simulated, and wait until they are planned.

    What their stories tell of afterwards is then done through the machine doors. Returns how many
    were planned; blocks for some seconds at most.
    """
    named = [_accepted(patient, line=line, now=now, new_id=new_id) for patient in patients]
    planned = 0
    for patient, name in zip(patients, named, strict=True):
        plan = line.following.wait_for_plan(CLIENT, name, _LONGEST_PLANNING_S)
        planned += plan is not None
        for act in patient.afterwards if plan else ():
            _Doors(line.app.test_client(), key).do(act, plan or {}, new_id=new_id)
    return planned


def _accepted(
    patient: Example, *, line: Line, now: Callable[[], datetime], new_id: Callable[[], str]
) -> str:
    sender = Sender(CLIENT, simulated=True)
    entry, _ = accept(
        patient.assessment, sender=sender, outbox=line.outbox, now=now(), new_id=new_id
    )
    return entry.assessment_id


class _Doors:
    """The machine doors, used from inside."""

    def __init__(self, client: FlaskClient, key: str) -> None:
        self._client, self._key = client, {"Authorization": f"Bearer {key}"}

    def do(
        self, act: Mapping[str, Any], plan: Mapping[str, Any], *, new_id: Callable[[], str]
    ) -> None:
        """Do one thing of a story: withdraw the assessment, or decide on stages of the plan."""
        if reason := act.get("withdraw"):
            path = f"/v1/assessments/{plan['assessment_id']}/withdraw"
            self._client.post(path, json={"reason": reason}, headers=self._key)
        for decision in _decisions(act, plan):
            self._decide({"decision_id": new_id(), **decision}, f"/v1/plans/{plan['plan_id']}")

    def _decide(self, decision: Mapping[str, Any], path: str) -> None:
        etag = self._client.get(path, headers=self._key).headers["ETag"]
        headers = self._key | {"If-Match": etag}
        self._client.post(f"{path}/decisions", json=decision, headers=headers)


def _decisions(act: Mapping[str, Any], plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    stages = [stage["stage"] for stage in plan["stages"] if stage["items"]]
    if every := act.get("decide_all"):
        yield from ({**every, "stage": stage} for stage in stages)
    if (one := act.get("decision")) and one["stage"] in stages:
        yield one
