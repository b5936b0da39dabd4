"""Recording a decision at a door, machine's or person's: what stands against it is a problem."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from services.doors import kinds as door_kinds
from services.doors.kinds import Kind
from services.doors.problems import Problem
from services.review import kinds
from services.review.deciding import DecisionIdTaken, PlanClosed, ViewIsStale
from services.review.recording import Recorded, record_decision
from services.review.station import Review

_CLOSED: Mapping[str, Kind] = MappingProxyType(
    {
        "superseded": kinds.SUPERSEDED,
        "withdrawn": kinds.PLAN_WITHDRAWN,
        "old": kinds.PLAN_OLD,
        "erased": kinds.ERASED,
    }
)


def record(
    review: Review,
    plan_id: str,
    *,
    posted: Mapping[str, Any],
    seen: frozenset[str],
    traceparent: str,
) -> Recorded:
    """
    Record a decision and have it shipped.

    Raises:
        Problem: there is no such plan, it is closed or changed, or the decision_id is taken.
        InvalidDecision: the decision names what is not in the plan.
    """
    try:
        recorded = record_decision(
            review.store,
            plan_id,
            posted=posted,
            seen=seen,
            now=review.now(),
            traceparent=traceparent,
        )
    except PlanClosed as closed:
        raise _closed(closed, plan_id) from None
    except ViewIsStale:
        detail = "Somebody decided, or the plan changed, after it was read."
        raise Problem(kinds.STALE_VIEW, detail, more={"plan_id": plan_id}) from None
    except DecisionIdTaken:
        detail = "This decision_id was recorded with another content."
        raise Problem(door_kinds.ANOTHER_BODY, detail) from None
    if recorded is None:
        raise no_such_plan()
    review.notice()
    if not recorded.repeated:
        review.decided(str(posted["decision"]), str(posted["stage"]))
    return recorded


def no_such_plan() -> Problem:
    """Make the problem of a plan that is not there."""
    return Problem(door_kinds.NOT_FOUND, "There is no plan of that plan_id.")


def _closed(closed: PlanClosed, plan_id: str) -> Problem:
    more = {"plan_id": plan_id, "current_plan_id": closed.current_plan_id}
    return Problem(_CLOSED[closed.why], closed.detail, more=more)
