"""What intake tells of an assessment that it accepted."""

import json
from typing import Any
from urllib.parse import quote

from schemas.assessment import echo
from services.intake.following import RECEIVED, WITHDRAWN, Followed
from services.intake.outbox import Accepted


def path_of(assessment_id: str) -> str:
    """Return where an assessment is found again."""
    return f"/v1/assessments/{quote(assessment_id, safe='')}"


def acknowledged(entry: Accepted, *, page: str) -> dict[str, Any]:
    """Say that an assessment is on the disk; the same each time that it is asked for."""
    return {
        "assessment_id": entry.assessment_id,
        "received_at": entry.received_at,
        "links": _links(entry.assessment_id, entry, page=page),
    }


def far_along(
    assessment_id: str, entry: Accepted | None, followed: Followed | None, *, page: str
) -> dict[str, Any]:
    """
    Say how far an assessment has come, and repeat it with every finding named.

    One that was accepted elsewhere, or erased, is not repeated.
    """
    plan_id = followed.plan_id if followed else None
    return {
        "assessment_id": assessment_id,
        "state": _state(entry, followed),
        **({"plan_id": plan_id} if plan_id else {}),
        **({"received_at": entry.received_at} if entry else {}),
        "links": _links(assessment_id, entry, page=page, plan_id=plan_id),
        **({"assessment": echo(json.loads(entry.body))} if entry and entry.body else {}),
    }


def taken_back(entry: Accepted, *, page: str) -> dict[str, Any]:
    """Say that an assessment is withdrawn."""
    return {
        "assessment_id": entry.assessment_id,
        "state": WITHDRAWN,
        "reason": entry.reason,
        "withdrawn_at": entry.withdrawn_at,
        "links": _links(entry.assessment_id, entry, page=page),
    }


def _state(entry: Accepted | None, followed: Followed | None) -> str:
    # Intake knows first what is withdrawn, and last what is planned.
    if entry and entry.withdrawn_at:
        return WITHDRAWN
    return followed.state if followed else RECEIVED


def _links(
    assessment_id: str, entry: Accepted | None, *, page: str, plan_id: str | None = None
) -> dict[str, str]:
    return {
        "self": path_of(assessment_id),
        **({"plans": f"/v1/plans?patient_ref={quote(entry.patient_ref)}"} if entry else {}),
        **({"plan": f"/v1/plans/{plan_id}"} if plan_id else {}),
        "page": page,
    }
