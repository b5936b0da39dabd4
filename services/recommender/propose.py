"""Proposing: one assessment in, the whole plan of the contract out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schemas.ids import plan_id
from services.recommender.engine import Knowledge, decide
from services.recommender.translate import facts_from, moment_of


def propose(
    assessment: Mapping[str, Any], knowledge: Knowledge, *, as_of: datetime | None = None
) -> dict[str, Any]:
    """
    Propose a plan.

    Args:
        assessment: as intake accepted it (`schemas.assessment.load_assessment`), with its ids.
        as_of: the moment that the plan is made for; None is the moment of receipt.

    Returns:
        The plan (contract, Plan). Its id is derived from the assessment and the digest of the
        knowledge, so that proposing twice proposes the same plan.
    """
    plan = decide(facts_from(assessment), knowledge, as_of or moment_of(assessment))
    client, assessment_id = assessment.get("client", ""), assessment.get("assessment_id", "")
    return {
        "plan_id": plan_id(client, assessment_id, knowledge.digest),
        "assessment_id": assessment_id,
        "patient_ref": assessment["patient_ref"],
        **plan,
    }
