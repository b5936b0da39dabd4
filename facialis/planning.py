"""One posted assessment → its plan, with nothing stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from schemas.assessment import as_received, load_assessment
from schemas.ids import assessment_id_from
from schemas.moments import moment
from schemas.strict_json import parse
from services.recommender.as_of import moment_meant
from services.recommender.station import Propose

CLIENT = "facialis-plan"


def planner(
    propose: Propose,
    *,
    as_of: str | None,
    now: Callable[[], datetime],
    read: Callable[[bytes], Any] = parse,
) -> Callable[[bytes], dict[str, Any]]:
    """
    Make the function that turns the bytes of one assessment into its plan.

    The assessment counts as received at the moment that is planned for, so that one made after
    it is refused as lying in the future.
    It raises NotJson and InvalidAssessment as the doors do; the sender mends both.

    Args:
        as_of: a date, a time with its offset, ``assessed``, or None for now.
        read: what takes the assessment, a JSON value, out of the bytes.

    Raises:
        WrongAsOf: it is none of these.
    """
    moment_meant(as_of, assessed_at=None, now=now())

    def plan(raw: bytes) -> dict[str, Any]:
        posted = read(raw)
        received_at = moment_meant(as_of, assessed_at=_assessed_at(posted), now=now())
        assessment = load_assessment(posted, received_at=received_at)
        name = assessment.get("assessment_id") or _named_by(raw)
        return propose(
            as_received(assessment, assessment_id=name, client=CLIENT, received_at=received_at)
        )

    return plan


def _assessed_at(posted: Any) -> datetime | None:
    written = posted.get("assessed_at") if isinstance(posted, Mapping) else None
    return moment(written) if isinstance(written, str) else None


def _named_by(raw: bytes) -> str:
    return assessment_id_from(CLIENT, hashlib.sha256(raw).hexdigest())
