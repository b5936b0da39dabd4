"""Plans, assessments and deliveries for the review station's tests, in the features' words."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bus.port import Delivery
from schemas.envelope import Envelope, headers_of
from schemas.ids import plan_id, set_aside_id
from schemas.interventions import interventions
from schemas.moments import written
from schemas.topics import (
    ASSESSMENTS_RECEIVED,
    ASSESSMENTS_SET_ASIDE,
    ASSESSMENTS_WITHDRAWN,
    PLANS_PROPOSED,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KNOWLEDGE = {"version": "1.2.0", "digest": "d1" * 32}
SOURCES = {
    "baugh2013": {
        "citation": "Baugh RF et al. Clinical practice guideline: Bell's palsy",
        "doi": "10.1177/0194599813505967",
        "year": "2013",
        "status": "known",
    },
    "to_be_confirmed": {
        "citation": "To be confirmed by a facial-nerve clinician",
        "year": "",
        "status": "to_be_confirmed",
    },
}


def a_reason(row: str = "toxin.synkinesis", text: str = "Synkinesis answers to toxin.", **findings):
    return {"row": row, "text": text, "findings": findings, "sources": ["baugh2013"]}


def an_item(intervention: str, **changed: Any) -> dict[str, Any]:
    known = interventions()[intervention]
    return {
        "intervention": intervention,
        "family": known.family,
        "title": known.title,
        "side": "left",
        "strength": "recommended",
        "standing": "certain",
        "evidence": "guideline_recommendation",
        "off_label": False,
        "to": [],
        "with": [],
        "after": [],
        "backup": [],
        "aims": [],
        "in_doubt": [],
        "conditional_on": [],
        "must_confirm": [],
        "prerequisites": [],
        "cautions": [],
        "because": [a_reason(f"{intervention}.row", f"Why {known.title.lower()} is offered.")],
    } | changed


def a_held(intervention: str, *texts: str, **changed: Any) -> dict[str, Any]:
    return {
        "intervention": intervention,
        "title": interventions()[intervention].title,
        "opens_when": [
            {"finding": "prior_treatments", "must_be": "tried", "text": text} for text in texts
        ],
        "because": [a_reason(f"{intervention}.hold", "It comes next on this ladder.")],
    } | changed


def a_stage(stage: str, *items: dict[str, Any], held: tuple[Any, ...] = (), **changed: Any):
    return {
        "stage": stage,
        "title": stage.capitalize(),
        "entry": f"When it is time to {stage}.",
        "succeeds_when": "The goal of the patient is met.",
        "escalates_when": "No change by the day of reassessment.",
        "reassess_in_days": 84,
        "responsible": "facial_therapist",
        "items": list(items),
        "held": list(held),
    } | changed


def a_plan(
    assessment_id: str = "a-1",
    *,
    patient_ref: str = "patient-1",
    assessed_at: datetime = NOON,
    received_at: datetime | None = None,
    client: str = "clinic",
    knowledge: dict[str, str] = KNOWLEDGE,
    **changed: Any,
) -> dict[str, Any]:
    """A small whole plan; ``changed`` replaces its keys."""
    plan = {
        "plan_id": plan_id(client, assessment_id, knowledge["digest"]),
        "assessment_id": assessment_id,
        "patient_ref": patient_ref,
        "as_of": written(received_at or assessed_at),
        "assessed_at": written(assessed_at),
        "status": "proposed",
        "side": "left",
        "knowledge": knowledge,
        "pathways": [
            {
                "id": "synkinesis",
                "archetype": "A12",
                "title": "Partial paralysis with synkinesis",
                "main": True,
                "because": [a_reason("pathway.synkinesis", "The face moves, with synkinesis.")],
            }
        ],
        "urgency": "soon",
        "act_by": "2026-12-20",
        "reassess_by": "2027-02-14",
        "stale_after": "2027-11-22",
        "headline": "Begin toxin and retraining together by 20-Dec-2026.",
        "alerts": [],
        "flags": [],
        "differential": [],
        "stages": [
            a_stage("protect", an_item("specialist_referral", by="2026-12-20")),
            a_stage("rehabilitate", an_item("botulinum_toxin_synkinesis")),
        ],
        "not_offered": [],
        "questions": [],
        "horizon": [],
        "sensitivity": [],
        "sources": SOURCES,
    } | changed
    plan.setdefault("content_hash", _content_hash(plan))
    return plan


def _content_hash(plan: dict[str, Any]) -> str:
    own = ("plan_id", "assessment_id", "patient_ref", "as_of", "assessed_at", "knowledge")
    read = {key: value for key, value in plan.items() if key not in own}
    return sha256(json.dumps(read, sort_keys=True).encode()).hexdigest()


def an_assessment(
    assessment_id: str = "a-1",
    *,
    patient_ref: str = "patient-1",
    assessed_at: datetime = NOON,
    received_at: datetime | None = None,
    client: str = "clinic",
    **findings: Any,
) -> dict[str, Any]:
    """The body of an assessment as intake writes it."""
    return {
        "assessment_id": assessment_id,
        "patient_ref": patient_ref,
        "assessed_at": assessed_at.isoformat(),
        "received_at": written(received_at or assessed_at),
        "client": client,
        "house_brackmann": "IV",
        "synkinesis": "moderate",
        "duration": {"value": 14, "unit": "months"},
        "side": "left",
    } | findings


def received(assessment: dict[str, Any], **where: int) -> Delivery:
    return _delivery(
        ASSESSMENTS_RECEIVED.name,
        assessment,
        source="intake",
        time=assessment["received_at"],
        client=assessment["client"],
        **where,
    )


def proposed(plan: dict[str, Any], *, client: str = "clinic", time: str = "", **where: int):
    return _delivery(
        PLANS_PROPOSED.name,
        plan,
        source="recommender",
        time=time or plan["as_of"],
        client=client,
        **where,
    )


def withdrawn(
    assessment_id: str = "a-1",
    *,
    patient_ref: str = "patient-1",
    client: str = "clinic",
    reason: str = "wrong_values",
    at: datetime = NOON + timedelta(minutes=5),
    **where: int,
) -> Delivery:
    body = {
        "assessment_id": assessment_id,
        "patient_ref": patient_ref,
        "client": client,
        "reason": reason,
        "withdrawn_at": written(at),
    }
    return _delivery(
        ASSESSMENTS_WITHDRAWN.name,
        body,
        source="intake",
        time=body["withdrawn_at"],
        client=client,
        **where,
    )


def set_aside(assessment: dict[str, Any], *, reason: str = "not_readable", **where: int):
    original = received(assessment)
    added = {
        "set_aside_topic": original.topic,
        "set_aside_partition": "0",
        "set_aside_position": str(where.get("position", 0)),
        "set_aside_reason": reason,
        "set_aside_detail": "…",
        "set_aside_by": "recommender",
        "set_aside_at": assessment["received_at"],
    }
    return Delivery(
        topic=ASSESSMENTS_SET_ASIDE.name,
        partition=where.get("partition", 0),
        position=where.get("position", 0),
        key=original.key,
        headers=(*original.headers, *((name, text.encode()) for name, text in added.items())),
        body=original.body,
        recorded_at=NOON,
    )


def _delivery(
    topic: str,
    body: dict[str, Any],
    *,
    source: str,
    time: str,
    client: str,
    partition: int = 0,
    position: int = 0,
) -> Delivery:
    envelope = Envelope(
        id=set_aside_id(topic, partition, position),
        source=f"/facialis/{source}",
        type=topic,
        subject=body["assessment_id"],
        time=time,
        client=client,
    )
    return Delivery(
        topic=topic,
        partition=partition,
        position=position,
        key=body["patient_ref"].encode(),
        headers=headers_of(envelope),
        body=json.dumps(body).encode(),
        recorded_at=NOON,
    )
