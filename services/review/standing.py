"""
Which plan of a patient is current, and what state each plan and assessment is in.

Pure, and a function of what is known alone: the order in which it became known plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from services.review.records import (
    DECIDED,
    PARTLY_DECIDED,
    PLANNED,
    RECEIVED,
    REPLACED,
    SET_ASIDE,
    SUPERSEDED,
    WAITING,
    WITHDRAWN,
    AssessmentRecord,
    Key,
    Mark,
    PlanRecord,
    Records,
)

G = TypeVar("G", bound=Hashable)

Rank = tuple[datetime, datetime, Key, tuple[tuple[int, str], ...], datetime, str]


def settle(records: Records) -> None:
    """Work out afresh, in place, everything that follows from the facts of these patients."""
    gone = _gone(records)
    of_assessment = _grouped(records.plans.values(), by=lambda plan: plan.key)
    of_patient = _grouped(records.plans.values(), by=lambda plan: plan.patient_ref)
    for key, assessment in records.assessments.items():
        records.assessments[key] = _settled(
            assessment, gone=gone.get(key), plans=of_assessment.get(key, ())
        )
    for plans in of_patient.values():
        for plan in _standing(plans, gone=gone, marks=records.marks):
            records.plans[plan.plan_id] = plan


def rank(plan: PlanRecord) -> Rank:
    """
    Say how late a plan is: the greatest of a patient's is the current one.

    The latest assessed, then the latest received, under the newest knowledge. Of two states of the
    tables with one version, the one that was used last is the newer.
    """
    version = natural(plan.knowledge_version)
    return plan.assessed_at, plan.as_of, plan.key, version, plan.proposed_at, plan.plan_id


def natural(version: str) -> tuple[tuple[int, str], ...]:
    """
    Order versions as people do.

    >>> natural("0.9.1") < natural("0.10") < natural("0.10.1")
    True
    """
    parts = re.findall(r"\d+|[A-Za-z]+", version)
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in parts)


def same_content(plan: PlanRecord, records: Records) -> list[PlanRecord]:
    """Give a plan and those right before it that say the same, of one patient; latest first."""
    live = [
        each
        for each in records.plans.values()
        if each.patient_ref == plan.patient_ref
        and rank(each) <= rank(plan)
        and records.assessments[each.key].state not in (WITHDRAWN, REPLACED)
    ]
    return list(_saying_the_same(sorted(live, key=rank, reverse=True))) or [plan]


def latest_marks(marks: Iterable[Mark]) -> Mapping[str, Mark]:
    """Keep the last decision on each stage; it corrects the ones before it."""
    return {mark.stage: mark for mark in sorted(marks, key=lambda mark: mark.order)}


def _gone(records: Records) -> Mapping[Key, str]:
    withdrawn = {
        key: WITHDRAWN for key, each in records.assessments.items() if each.withdrawn_at is not None
    }
    return {key: REPLACED for key in _replaced(records)} | withdrawn


def _replaced(records: Records) -> Iterator[Key]:
    for newer in records.assessments.values():
        if newer.replaces is None or newer.withdrawn_at is not None:
            continue
        older = records.assessments.get((newer.client, newer.replaces))
        if older is not None and _came_after(newer, older):
            yield older.key


def _came_after(newer: AssessmentRecord, older: AssessmentRecord) -> bool:
    # Two assessments that name each other must not both vanish: only the later can replace.
    if newer.received_at is None or older.received_at is None:
        return newer.key != older.key
    return (newer.received_at, newer.key) > (older.received_at, older.key)


def _grouped(
    plans: Iterable[PlanRecord], *, by: Callable[[PlanRecord], G]
) -> dict[G, list[PlanRecord]]:
    grouped: dict[G, list[PlanRecord]] = {}
    for plan in plans:
        grouped.setdefault(by(plan), []).append(plan)
    return grouped


def _settled(
    assessment: AssessmentRecord, *, gone: str | None, plans: Sequence[PlanRecord]
) -> AssessmentRecord:
    plan_id = max(plans, key=rank).plan_id if plans else None
    state = gone or _state_of(assessment, planned=plan_id is not None)
    return replace(assessment, state=state, plan_id=plan_id)


def _state_of(assessment: AssessmentRecord, *, planned: bool) -> str:
    if planned:
        return PLANNED
    return SET_ASIDE if assessment.set_aside_at is not None else RECEIVED


def _standing(
    plans: Iterable[PlanRecord], *, gone: Mapping[Key, str], marks: Mapping[str, tuple[Mark, ...]]
) -> Iterator[PlanRecord]:
    latest_first = sorted(plans, key=rank, reverse=True)
    live = [plan for plan in latest_first if plan.key not in gone]
    for plan in latest_first:
        if live and plan is live[0]:
            yield _current(live, marks=marks)
        else:
            yield _left_behind(plan, withdrawn=gone.get(plan.key) == WITHDRAWN)


def _left_behind(plan: PlanRecord, *, withdrawn: bool) -> PlanRecord:
    return replace(
        plan,
        state=WITHDRAWN if withdrawn else SUPERSEDED,
        first_waited=plan.as_of,
        next_stage=None,
        wakes_on=None,
        echoes=None,
    )


def _current(live: Sequence[PlanRecord], *, marks: Mapping[str, tuple[Mark, ...]]) -> PlanRecord:
    plan, same = live[0], list(_saying_the_same(live))
    decided = latest_marks(mark for each in same for mark in marks.get(each.plan_id, ()))
    return replace(
        plan,
        state=_review_state(plan.stages, decided),
        first_waited=same[-1].as_of,
        next_stage=next((stage for stage in plan.stages if stage not in decided), None),
        wakes_on=_wakes_on(decided.values()),
        echoes=same[1].plan_id if len(same) > 1 else None,
    )


def _saying_the_same(live: Sequence[PlanRecord]) -> Iterator[PlanRecord]:
    for plan in live:
        if plan.content_hash != live[0].content_hash:
            return
        yield plan


def _review_state(stages: Sequence[str], decided: Mapping[str, Mark]) -> str:
    if all(stage in decided for stage in stages):
        return DECIDED
    return PARTLY_DECIDED if any(stage in decided for stage in stages) else WAITING


def _wakes_on(marks: Iterable[Mark]) -> date | None:
    return min((mark.until for mark in marks if mark.until is not None), default=None)
