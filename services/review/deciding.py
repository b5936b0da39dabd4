"""
Whether a decision can be taken on a plan as it stands now.

Pure. The form of a decision was checked at the door; here it is held against the plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from schemas.faults import Fault, InvalidDecision
from schemas.nearest import nearest
from services.review.case import Case
from services.review.moments import is_past
from services.review.records import SUPERSEDED, WITHDRAWN


class PlanClosed(Exception):
    """
    A plan that takes no decisions any more; whoever decides opens what stands in its place.

    ``why`` is ``superseded``, ``withdrawn``, ``old`` or ``erased``; ``current_plan_id`` names the
    patient's current plan, None when there is none.
    """

    def __init__(self, why: str, detail: str, current_plan_id: str | None) -> None:
        super().__init__(detail)
        self.why, self.detail, self.current_plan_id = why, detail, current_plan_id


class ViewIsStale(Exception):
    """The plan changed after it was read; whoever decides reads it again."""


class DecisionIdTaken(Exception):
    """Another decision has this decision_id already; the sender gives each its own."""


def refuse_if_closed(case: Case, *, now: datetime) -> None:
    """
    Refuse a decision on a plan that is superseded, withdrawn, old or erased.

    Raises:
        PlanClosed: it is one of these.
    """
    current = case.current_plan_id
    for why, is_so, detail in _closings(case, now=now):
        if is_so:
            raise PlanClosed(why, detail, current)


def closed_because(case: Case, *, now: datetime) -> PlanClosed | None:
    """Tell why a plan takes no decisions; None when it does."""
    try:
        refuse_if_closed(case, now=now)
    except PlanClosed as closed:
        return closed
    return None


def is_old(case: Case, *, now: datetime) -> bool:
    """Tell whether a plan is past the day up to which it may be relied on."""
    return is_past(case.record.stale_after, now=now, offset_minutes=case.offset_minutes)


def refuse_if_unfit(decision: Mapping[str, Any], stages: Sequence[Mapping[str, Any]]) -> None:
    """
    Refuse a decision that names what is not in the plan.

    Raises:
        InvalidDecision: with every fault, each at its pointer.
    """
    if faults := tuple(_faults(decision, stages)):
        raise InvalidDecision(faults)


def _closings(case: Case, *, now: datetime) -> Iterator[tuple[str, bool, str]]:
    state = case.record.state
    yield WITHDRAWN, state == WITHDRAWN, "The assessment behind this plan was withdrawn."
    yield SUPERSEDED, state == SUPERSEDED, "A newer plan stands in the place of this one."
    yield "erased", case.body is None, "The content of this plan was erased on request."
    yield (
        "old",
        is_old(case, now=now),
        f"This plan rests on an assessment that counted until {case.record.stale_after}: "
        "assess the patient afresh, and decide on the plan that follows.",
    )


def _faults(decision: Mapping[str, Any], stages: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    named = tuple(str(stage["stage"]) for stage in stages)
    stage = next((each for each in stages if each["stage"] == decision["stage"]), None)
    if stage is None:
        yield _not_there("/stage", decision["stage"], among=named, what="a stage of this plan")
        return
    offered = tuple(str(item["intervention"]) for item in stage["items"])
    for place, change in enumerate(decision.get("changes", ())):
        pointer = f"/changes/{place}/intervention"
        word = change["intervention"]
        if change["action"] == "add":
            if word in offered:
                detail = f'"{word}" is offered in this stage already.'
                yield Fault(pointer, "contradicts", detail)
        elif word not in offered:
            yield _not_there(pointer, word, among=offered, what="offered in this stage")


def _not_there(pointer: str, word: str, *, among: tuple[str, ...], what: str) -> Fault:
    detail = f'"{word}" is not {what}.'
    return Fault(pointer, "not_allowed", detail, among, nearest(word, among))
