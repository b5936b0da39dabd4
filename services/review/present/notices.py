"""What must be known of a plan before it is read: old, superseded, withdrawn, a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from services.review.case import Case
from services.review.deciding import closed_because, is_old
from services.review.present.dates import ago, when
from services.review.present.items import Calendar
from services.review.present.words import WITHDRAWAL, plain
from services.review.records import SET_ASIDE, SUPERSEDED, WITHDRAWN, AssessmentRecord


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence above the plan; ``plan_id`` is the plan that it leads to, or nothing."""

    title: str
    text: str
    tone: str
    plan_id: str = ""


def notices(case: Case, *, calendar: Calendar) -> tuple[Notice, ...]:
    """Say what stands in the way of reading this plan as it is, the gravest first."""
    return tuple(_notices(case, calendar))


def closed(case: Case, *, calendar: Calendar) -> str:
    """Say why a plan takes no decisions; nothing when it does."""
    why = closed_because(case, now=calendar.now)
    if why is None:
        return ""
    if why.why == "old":
        day = when(case.record.stale_after)
        return f"This plan counted until {day}: assess afresh, and decide on the plan that follows."
    return why.detail


def unplanned(record: AssessmentRecord, *, calendar: Calendar) -> str:
    """Say that an assessment has no plan, since when and why."""
    at = record.received_at or record.set_aside_at
    since = f", received {ago(at, now=calendar.now)} ago" if at is not None else ""
    if record.state == SET_ASIDE:
        why = plain(record.set_aside_reason or "not readable")
        return f"Could not be planned ({why}){since}. The operator has been left a note of it."
    return f"Still waiting for its plan{since}."


def _notices(case: Case, calendar: Calendar) -> Iterator[Notice]:
    current = case.current_plan_id or ""
    if case.record.state == WITHDRAWN:
        yield Notice("Withdrawn", _withdrawn(case.assessment), "critical", current)
    elif case.record.state == SUPERSEDED:
        yield Notice("Superseded", _superseded(case), "warning", current)
    elif is_old(case, now=calendar.now):
        day = when(case.record.stale_after)
        text = f"It counted until {day}. Assess afresh; decide on the plan that follows."
        yield Notice("This plan is old", text, "warning")
    if case.record.status == "conflict":
        text = "Examine again before anything that cannot be undone; what is safe is offered below."
        yield Notice("The findings contradict each other", text, "critical")
    for record in case.unplanned:
        text = unplanned(record, calendar=calendar)
        yield Notice("A further assessment of this patient has no plan yet", text, "warning")


def _withdrawn(assessment: AssessmentRecord | None) -> str:
    reason = (assessment.withdrawn_reason if assessment is not None else None) or ""
    because = WITHDRAWAL.get(reason, plain(reason))
    return f"Its assessment was taken back: {because}. Do not act on it."


def _superseded(case: Case) -> str:
    if case.current_plan_id is None:
        return "Its assessment was replaced by one that has no plan yet."
    return "A newer plan stands in its place. This one takes no decisions any more."
