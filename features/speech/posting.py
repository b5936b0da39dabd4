"""Posting an assessment and reading its plan back, the way an EHR does."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from features.speech.case import Answer
from features.speech.doors import Doors

ASSESSMENTS = "/v1/assessments"
PLANS = "/v1/plans"

_PATIENCE_S = 10.0
_PAUSE_S = 0.02


def eventually(look: Callable[[], Any]) -> Any:
    """Look again until something is seen, or until patience ends; gives what was seen last."""
    end = time.monotonic() + _PATIENCE_S
    while not (seen := look()) and time.monotonic() < end:
        time.sleep(_PAUSE_S)
    return seen


def plan_of(doors: Doors, assessment_id: str) -> dict[str, Any] | None:
    """Wait for the plan of a posted assessment; None when it does not come."""

    def look() -> dict[str, Any] | None:
        state = doors.get(f"{ASSESSMENTS}/{assessment_id}").body or {}
        return plan(doors, state["plan_id"]) if state.get("plan_id") else None

    found: dict[str, Any] | None = eventually(look)
    return found


def plan(doors: Doors, plan_id: str) -> dict[str, Any] | None:
    """Read one plan with its review; None when there is none."""
    answer = doors.get(f"{PLANS}/{plan_id}")
    return answer.body if answer.status == 200 else None


def current_plans(doors: Doors, patient_ref: str) -> list[dict[str, Any]]:
    """List the current plans of a patient."""
    answer = doors.get(PLANS, patient_ref=patient_ref)
    return list(answer.body["items"]) if answer.status == 200 else []


def in_words(answer: Answer) -> str:
    """Say what a door answered: its status, and each fault with its place."""
    body = answer.body if isinstance(answer.body, dict) else {}
    said = [f"{answer.status} {body.get('title', '')}".strip(), str(body.get("detail", ""))]
    said += [f"{fault['pointer']}: {fault['detail']}" for fault in body.get("errors", ())]
    return "\n".join(filter(None, said))


def faults(answer: Answer) -> list[dict[str, Any]]:
    """List the faults that a door named; none when it took what was posted."""
    return list(answer.body.get("errors", ())) if isinstance(answer.body, dict) else []
