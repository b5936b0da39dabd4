"""A case: one plan with everything that belongs to it when somebody opens it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from schemas.moments import written
from services.review.bodies import whole_plan
from services.review.records import (
    CURRENT_STATES,
    DECIDED,
    PARTLY_DECIDED,
    AssessmentRecord,
    PlanRecord,
)

Decision = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """
    One plan, the assessment that it rests on, and the patient's others.

    Attributes:
        record: the plan's head.
        body: the rest of the plan; None when the patient was forgotten.
        assessment: None while only the plan has been told.
        decisions: those that hold here, oldest first; also those on an older plan that says the
            same, each naming its own plan.
        others: the patient's other plans, the latest first.
        unplanned: the patient's assessments that have no plan yet.
    """

    record: PlanRecord
    body: Mapping[str, Any] | None
    assessment: AssessmentRecord | None
    decisions: tuple[Decision, ...]
    others: tuple[PlanRecord, ...]
    unplanned: tuple[AssessmentRecord, ...]

    @property
    def current_plan_id(self) -> str | None:
        """Name the patient's current plan; None when all were withdrawn or replaced."""
        plans = (self.record, *self.others)
        return next((each.plan_id for each in plans if each.state in CURRENT_STATES), None)

    @property
    def simulated(self) -> bool:
        """Whether the patient is not a real one."""
        return self.assessment is not None and self.assessment.simulated

    @property
    def offset_minutes(self) -> int:
        """The offset in which the patient was assessed, in which its days are counted."""
        return self.assessment.offset_minutes if self.assessment is not None else 0


def plan_of(case: Case) -> dict[str, Any]:
    """Write the whole plan of the contract; only its head when its content was erased."""
    record = case.record
    own = {
        "plan_id": record.plan_id,
        "assessment_id": record.assessment_id,
        "patient_ref": record.patient_ref,
        "as_of": written(record.as_of),
        "assessed_at": written(record.assessed_at),
        "knowledge": {"version": record.knowledge_version, "digest": record.knowledge_digest},
    }
    return whole_plan(own, case.body or {})


def review_of(case: Case, *, today: date) -> dict[str, Any]:
    """Tell how far the review of a plan has come."""
    return {
        "state": state_on(case.record, today=today),
        "current_plan_id": case.current_plan_id,
        "decisions": [dict(decision) for decision in case.decisions],
    }


def state_on(record: PlanRecord, *, today: date) -> str:
    """Tell a plan's state on a day: what was put off until then is open again."""
    woken = record.wakes_on is not None and record.wakes_on <= today
    return PARTLY_DECIDED if woken and record.state == DECIDED else record.state


def etag_of(case: Case, *, today: date) -> str:
    """Name this state of a plan: it changes with each decision, and when the plan is superseded."""
    review = json.dumps([case.record.plan_id, review_of(case, today=today)], sort_keys=True)
    return sha256(review.encode()).hexdigest()[:32]


def latest_by_stage(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Keep the last decision on each stage."""
    return {str(decision["stage"]): decision for decision in decisions}
