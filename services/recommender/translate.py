"""Bus words → engine words: a normalised assessment becomes facts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schemas.catalogue import catalogue
from services.recommender.engine import Facts

UNKNOWN = "unknown"


def facts_from(assessment: Mapping[str, Any]) -> Facts:
    """
    The facts of an assessment as intake accepted it.

    Null and "unknown" say the same as leaving a finding out, so they are left out.
    """
    record = catalogue().record
    findings = {
        name: value
        for name, value in assessment.items()
        if value is not None and value != UNKNOWN and name not in record
    }
    return Facts(
        findings=findings,
        assessed_at=_assessed_at(assessment),
        possible_duplicate=bool(assessment.get("possible_duplicate", False)),
    )


def _assessed_at(assessment: Mapping[str, Any]) -> datetime:
    """When the patient was examined; an assessment that does not say was made on receipt."""
    return datetime.fromisoformat(assessment.get("assessed_at") or assessment["received_at"])


def moment_of(assessment: Mapping[str, Any]) -> datetime:
    """The moment that a plan for this assessment is made for: its receipt."""
    return datetime.fromisoformat(assessment["received_at"])
