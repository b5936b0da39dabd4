"""What the store keeps of an assessment and of a plan, and what it needs to know of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Key = tuple[str, str]
"""An assessment's name: the client that posted it, and its assessment_id."""

WAITING, PARTLY_DECIDED, DECIDED = "waiting", "partly_decided", "decided"
SUPERSEDED, WITHDRAWN = "superseded", "withdrawn"
REVIEW_STATES = (WAITING, PARTLY_DECIDED, DECIDED, SUPERSEDED, WITHDRAWN)
CURRENT_STATES = (WAITING, PARTLY_DECIDED, DECIDED)
OPEN_STATES = (WAITING, PARTLY_DECIDED)

RECEIVED, PLANNED, SET_ASIDE, REPLACED = "received", "planned", "set_aside", "replaced"


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """
    One assessment as far as it is known; its events may arrive in any order.

    What is None has not been told yet. ``state`` and ``plan_id`` follow from all the rest.
    """

    client: str
    assessment_id: str
    patient_ref: str
    assessed_at: datetime | None = None
    received_at: datetime | None = None
    offset_minutes: int = 0
    replaces: str | None = None
    grade: str | None = None
    side: str | None = None
    simulated: bool = False
    findings: bytes | None = None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str | None = None
    set_aside_at: datetime | None = None
    set_aside_reason: str | None = None
    state: str = RECEIVED
    plan_id: str | None = None

    @property
    def key(self) -> Key:
        """Name the assessment."""
        return self.client, self.assessment_id


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """
    One plan's head: what lists and the choice of the current plan need of it, without its body.

    ``stages`` are those with something to decide, in order. ``due`` sorts ``act_by``: the end of
    its day (in UTC) where it is a date, the end of time where there is none. From ``state`` on
    everything follows from the patient's other records: ``first_waited`` is when this content was
    first put to a clinician, ``wakes_on`` the day on which a stage put off comes up again,
    ``echoes`` the nearest older plan of the patient that says the same, whose decisions hold here
    too.
    """

    plan_id: str
    client: str
    assessment_id: str
    patient_ref: str
    as_of: datetime
    assessed_at: datetime
    knowledge_version: str
    knowledge_digest: str
    proposed_at: datetime
    content_hash: str
    body: bytes
    status: str
    side: str
    urgency: str
    act_by: str | None
    due: datetime
    stale_after: str
    headline: str
    stages: tuple[str, ...]
    state: str = SUPERSEDED
    first_waited: datetime | None = None
    next_stage: str | None = None
    wakes_on: date | None = None
    echoes: str | None = None

    @property
    def key(self) -> Key:
        """Name the assessment that the plan rests on."""
        return self.client, self.assessment_id


@dataclass(frozen=True, slots=True)
class Mark:
    """One recorded decision as far as a plan's state depends on it; ``order`` grows with time."""

    plan_id: str
    stage: str
    decision: str
    until: date | None
    order: int


@dataclass(slots=True)
class Records:
    """All that is known about some patients; the projection changes it in place, in memory."""

    assessments: dict[Key, AssessmentRecord] = field(default_factory=dict)
    plans: dict[str, PlanRecord] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)

    def copy(self) -> Records:
        """Give the same records, to be changed without changing these."""
        return Records(dict(self.assessments), dict(self.plans), self.marks)
