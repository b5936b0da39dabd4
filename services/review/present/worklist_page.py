"""The worklist: one row a plan, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from services.review.case import state_on
from services.review.present.banner import Side, grade, side
from services.review.present.dates import ago, day
from services.review.present.items import Calendar, Dated
from services.review.present.notices import unplanned
from services.review.present.words import STAGE, STATE, Sign, urgency
from services.review.records import (
    DECIDED,
    PARTLY_DECIDED,
    SUPERSEDED,
    WAITING,
    WITHDRAWN,
    AssessmentRecord,
    PlanRecord,
)

STATE_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "": "Open: waiting or partly decided",
        WAITING: "Waiting",
        PARTLY_DECIDED: "Partly decided",
        DECIDED: "Decided",
        SUPERSEDED: "Superseded",
        WITHDRAWN: "Withdrawn",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One plan on the worklist; ``next`` says what is to be decided next, or what has been."""

    plan_id: str
    urgency: Sign
    patient_ref: str
    side: Side
    grade: str
    simulated: bool
    conflict: bool
    headline: str
    next: str
    state: Sign
    act_by: Dated | None
    waiting: str


@dataclass(frozen=True, slots=True)
class Unplanned:
    """A patient with an assessment that has no plan yet."""

    patient_ref: str
    side: Side
    grade: str
    simulated: bool
    text: str
    set_aside: bool


def row(plan: PlanRecord, assessment: AssessmentRecord | None, *, now: datetime) -> Row:
    """Say a plan in one row; ``assessment`` is None while it has not been told."""
    calendar = Calendar(now, assessment.offset_minutes if assessment is not None else 0)
    waited = plan.first_waited or plan.as_of
    return Row(
        plan_id=plan.plan_id,
        urgency=urgency(plan.urgency),
        patient_ref=plan.patient_ref,
        side=side(plan.side),
        grade=grade(assessment.grade if assessment is not None else None),
        simulated=assessment is not None and assessment.simulated,
        conflict=plan.status == "conflict",
        headline=plan.headline,
        next=_next(plan, today=now.date()),
        state=STATE[state_on(plan, today=now.date())],
        act_by=_act_by(plan, calendar),
        waiting=ago(waited, now=now),
    )


def without_plan(records: Sequence[AssessmentRecord], *, now: datetime) -> tuple[Unplanned, ...]:
    """Say which patients have an assessment without a plan."""
    return tuple(
        Unplanned(
            patient_ref=record.patient_ref,
            side=side(record.side),
            grade=grade(record.grade),
            simulated=record.simulated,
            text=unplanned(record, calendar=Calendar(now, record.offset_minutes)),
            set_aside=record.set_aside_at is not None,
        )
        for record in records
    )


def _next(plan: PlanRecord, *, today: date) -> str:
    if plan.wakes_on is not None and plan.wakes_on <= today:
        return f"Put off until {day(plan.wakes_on)}: decide again"
    if plan.next_stage is not None:
        return STAGE.get(plan.next_stage, plan.next_stage)
    if plan.wakes_on is not None:
        return f"Put off until {day(plan.wakes_on)}"
    return "" if plan.stages else "Nothing to decide"


def _act_by(plan: PlanRecord, calendar: Calendar) -> Dated | None:
    if plan.act_by is None:
        return None
    by = plan.act_by
    return Dated("Act by", calendar.when(by), calendar.left(by), calendar.is_past(by))
