"""What tests speak of, made ready: assessments, plans, decisions, valid unless told otherwise."""

import json
from datetime import UTC, datetime
from typing import Any

from bus.port import Delivery
from schemas.assessment import as_received, load_assessment
from schemas.catalogue import Finding, catalogue
from schemas.envelope import Envelope, headers_of
from schemas.ids import received_id
from schemas.topics import ASSESSMENTS_RECEIVED

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

CLIENT = "ehr"


def an_assessment(**findings: Any) -> dict[str, Any]:
    """Post the minimal assessment, with these findings besides; None leaves a key out."""
    minimal = {
        "patient_ref": "P-1",
        "house_brackmann": "III",
        "synkinesis": "none",
        "duration": {"value": 14, "unit": "months"},
    }
    return {key: value for key, value in {**minimal, **findings}.items() if value is not None}


def a_full_assessment(**findings: Any) -> dict[str, Any]:
    """Post an assessment in which everything was assessed, both sides included."""
    full = {it.name: _some_value(it) for it in catalogue().findings.values()}
    sided = {
        f"{it.name}_{side}": _some_value(it)
        for it in catalogue().findings.values()
        if it.sided
        for side in ("left", "right")
    }
    record = {
        "patient_ref": "P-1",
        "assessment_id": "A-1",
        "replaces": "A-0",
        "assessed_at": "2026-11-22T10:00:00+01:00",
        "assessor_role": "physician",
        "last_known_well": "2026-11-21T10:00:00+01:00",
    }
    return {**record, **full, "side": "bilateral", **sided, **findings}


def a_received(**findings: Any) -> dict[str, Any]:
    """The body of the event that an assessment was received."""
    assessment = load_assessment(an_assessment(**findings), received_at=NOW)
    name = assessment.get("assessment_id", "A-1")
    return as_received(assessment, assessment_id=name, client=CLIENT, received_at=NOW)


def a_delivery(body: Any = None, **other: Any) -> Delivery:
    """A received assessment as the bus delivers it; the body may be bytes, or what JSON can say."""
    body = a_received() if body is None else body
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    made: dict[str, Any] = {
        "topic": ASSESSMENTS_RECEIVED.name,
        "partition": 0,
        "position": 7,
        "key": b"P-1",
        "headers": headers_of(an_envelope()),
        "body": raw,
        "recorded_at": NOW,
    }
    return Delivery(**(made | other))


def an_envelope(**other: Any) -> Envelope:
    made: dict[str, Any] = {
        "id": received_id(CLIENT, "A-1"),
        "source": "/facialis/intake",
        "type": ASSESSMENTS_RECEIVED.name,
        "subject": "A-1",
        "time": "2026-11-22T12:00:00.000Z",
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "client": CLIENT,
    }
    return Envelope(**(made | other))


def a_decision(**other: Any) -> dict[str, Any]:
    """Post that a stage is accepted; None leaves a key out."""
    made = {
        "decision_id": "D-1",
        "stage": "protect",
        "decision": "accept",
        "decided_by": {"ref": "clinician-1", "role": "physician"},
    }
    return {key: value for key, value in {**made, **other}.items() if value is not None}


def a_plan(**other: Any) -> dict[str, Any]:
    """A small plan in which every kind of line stands once."""
    fresh: dict[str, Any] = json.loads(json.dumps(_PLAN))
    return fresh | other


def _some_value(finding: Finding) -> Any:
    if finding.kind == "number":
        return finding.least
    if finding.kind == "list":
        return [word.code for word in finding.words[:3]]
    return _BY_KIND.get(finding.kind) or finding.words[-1].code


_BY_KIND: dict[str, Any] = {
    "date": "2026-06-01",
    "elapsed": {"value": 14, "unit": "months"},
    "treatments": [
        {
            "intervention": "botulinum_toxin_synkinesis",
            "side": "left",
            "response": "partial",
            "cycles": 3,
            "started": "2025-11-01",
            "last_given": "2026-08-01",
            "ended": "2026-08-01",
        },
        {"intervention": "neuromuscular_retraining", "response": "good"},
    ],
}

_BECAUSE: dict[str, Any] = {
    "row": "eye.protect.1",
    "text": "The eye does not close.",
    "findings": {"eye_closure": "incomplete", "lagophthalmos_mm": "unknown"},
    "sources": ["baugh2013"],
}

_PLAN: dict[str, Any] = {
    "plan_id": "0f9d6c1e-6f6c-5c1e-9a53-0a41b9a7b001",
    "assessment_id": "A-1",
    "patient_ref": "P-1",
    "as_of": "2026-11-22T12:00:00.000Z",
    "assessed_at": "2026-11-22T12:00:00.000Z",
    "status": "proposed",
    "side": "right",
    "knowledge": {"version": "2026.11", "digest": "3fa9c1d2"},
    "pathways": [
        {
            "id": "paretic",
            "archetype": "A19",
            "title": "Weak but moving",
            "main": True,
            "because": [_BECAUSE],
        }
    ],
    "urgency": "urgent",
    "act_by": "2026-11-29",
    "reassess_by": "2026-12-06",
    "stale_after": "2027-02-20",
    "headline": "Protect the right eye from today.",
    "alerts": [{"code": "eye", "text": "The cornea is in danger.", "urgency": "urgent"}],
    "flags": [{"code": "hb_eye", "text": "Look again.", "findings": {"house_brackmann": "III"}}],
    "differential": [{"cause": "lyme", "text": "The tick season."}],
    "stages": [
        {
            "stage": "protect",
            "title": "Protect",
            "entry": "From the first day.",
            "succeeds_when": "The eye closes.",
            "escalates_when": "The eye is red or painful.",
            "reassess_in_days": 14,
            "responsible": "ophthalmology",
            "items": [
                {
                    "intervention": "eye_protection",
                    "family": "eye",
                    "title": "Eye protection",
                    "side": "right",
                    "strength": "strong",
                    "standing": "conditional",
                    "evidence": "guideline_strong",
                    "off_label": False,
                    "by": "2026-11-23T12:00:00.000Z",
                    "until": "2026-12-06",
                    "to": ["ophthalmology"],
                    "with": ["observation"],
                    "after": [],
                    "backup": [],
                    "aims": ["eye_safety"],
                    "zone": "eye",
                    "in_doubt": [],
                    "conditional_on": [{"finding": "eye_closure", "must_be": ["incomplete"]}],
                    "must_confirm": ["only_seeing_eye"],
                    "prerequisites": [{"text": "Look at the cornea."}],
                    "cautions": [{"text": "Not with a patch.", "findings": {}}],
                    "because": [_BECAUSE],
                }
            ],
            "held": [
                {
                    "intervention": "eyelid_weight",
                    "title": "Upper eyelid weight",
                    "opens_when": [
                        {"finding": "recovering", "must_be": "no", "text": "Nothing came back."}
                    ],
                    "on": "2027-05-21",
                    "because": [_BECAUSE],
                }
            ],
        }
    ],
    "not_offered": [
        {
            "intervention": "nerve_graft",
            "kind": "not_indicated",
            "because": [_BECAUSE],
            "nearest": [{"finding": "house_brackmann", "to": ["V", "VI"]}],
        }
    ],
    "questions": [
        {
            "finding": "forehead_spared",
            "text": "Can the patient raise the brow on the weak side?",
            "why": "A brow that still moves points to the brain.",
            "rank": 1,
            "urgency": "emergency",
            "answers": [
                {
                    "value": "yes",
                    "text": "yes",
                    "adds": ["stroke_emergency"],
                    "removes": [],
                    "urgency": "emergency",
                }
            ],
        }
    ],
    "horizon": [
        {
            "on": "2027-05-21",
            "approximate": True,
            "at": "18 months",
            "adds": [],
            "removes": ["observation"],
        }
    ],
    "sensitivity": [
        {
            "finding": "house_brackmann",
            "to": "IV",
            "adds": [],
            "removes": [],
            "urgency": "urgent",
        }
    ],
    "sources": {
        "baugh2013": {
            "citation": "Baugh RF, et al. Clinical practice guideline: Bell's palsy.",
            "doi": "10.1177/0194599813505967",
            "year": "2013",
            "status": "seen",
        }
    },
    "content_hash": "d" * 64,
}
