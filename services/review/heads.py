"""The head of a plan: what lists and the choice of the current plan need of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.review.bodies import Body
from services.review.moments import moment, sorted_as
from services.review.records import PlanRecord


def head_of(
    plan: Mapping[str, Any], *, client: str, proposed_at: datetime, body: Body
) -> PlanRecord:
    """Take the head of a plan of the contract; what follows from other plans is still to settle."""
    as_of = moment(plan["as_of"])
    return PlanRecord(
        plan_id=plan["plan_id"],
        client=client,
        assessment_id=plan["assessment_id"],
        patient_ref=plan["patient_ref"],
        as_of=as_of,
        assessed_at=moment(plan["assessed_at"]),
        knowledge_version=plan["knowledge"]["version"],
        knowledge_digest=plan["knowledge"]["digest"],
        proposed_at=proposed_at,
        content_hash=plan["content_hash"],
        body=body.digest,
        status=plan["status"],
        side=plan["side"],
        urgency=plan["urgency"],
        act_by=plan.get("act_by"),
        due=sorted_as(plan.get("act_by")),
        stale_after=plan["stale_after"],
        headline=plan["headline"],
        stages=tuple(stage["stage"] for stage in plan["stages"] if stage["items"]),
        first_waited=as_of,
    )
