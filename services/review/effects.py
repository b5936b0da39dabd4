"""What the projection found in an event: one value for each thing that the store has to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from services.review.bodies import Body
from services.review.records import PlanRecord


@dataclass(frozen=True, slots=True)
class AssessmentReceived:
    """
    An assessment arrived.

    ``side`` and ``grade`` are None where they were not assessed; ``findings`` is the posted
    assessment without its record keys, what was not assessed left out.
    """

    client: str
    assessment_id: str
    patient_ref: str
    assessed_at: datetime
    received_at: datetime
    offset_minutes: int
    replaces: str | None
    grade: str | None
    side: str | None
    simulated: bool
    findings: Body


@dataclass(frozen=True, slots=True)
class AssessmentWithdrawn:
    """An assessment was taken back; ``reason`` is one of the contract's three words."""

    client: str
    assessment_id: str
    patient_ref: str
    reason: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class AssessmentSetAside:
    """An assessment could not be planned; ``reason`` is the code that the recommender gave."""

    client: str
    assessment_id: str
    patient_ref: str
    reason: str
    set_aside_at: datetime


@dataclass(frozen=True, slots=True)
class PlanProposed:
    """
    A plan was proposed for an assessment.

    ``record`` is its head, not yet settled; ``body`` the rest of it, named in the record.
    """

    record: PlanRecord
    body: Body


Effect: TypeAlias = AssessmentReceived | AssessmentWithdrawn | AssessmentSetAside | PlanProposed
