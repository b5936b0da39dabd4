"""Plans written by hand, for what shows them."""

from copy import deepcopy
from typing import Any


def an_item(intervention: str = "eye_protection", **other: Any) -> dict[str, Any]:
    item = {
        "intervention": intervention,
        "family": "eye",
        "title": "Eye protection",
        "side": "right",
        "strength": "strong",
        "standing": "certain",
        "evidence": "guideline_strong",
        "off_label": False,
        "to": [],
        "with": [],
        "after": [],
        "backup": [],
        "aims": ["eye_safety"],
        "in_doubt": [],
        "conditional_on": [],
        "must_confirm": [],
        "prerequisites": [],
        "cautions": [],
        "because": [
            {
                "row": "eye.protect.1",
                "text": "The eye does not close, so the cornea is covered day and night.",
                "findings": {"eye_closure": "incomplete"},
                "sources": ["baugh2013"],
            }
        ],
    }
    return item | other


def a_stage(stage: str = "protect", **other: Any) -> dict[str, Any]:
    return {
        "stage": stage,
        "title": stage.capitalize(),
        "entry": "From the first day.",
        "succeeds_when": "the eye closes",
        "escalates_when": "the eye becomes red or painful",
        "reassess_in_days": 14,
        "responsible": "ophthalmology",
        "items": [an_item()],
        "held": [],
    } | other


def a_plan(**other: Any) -> dict[str, Any]:
    return deepcopy(_PLAN) | other


_PLAN: dict[str, Any] = {
    "plan_id": "0f9d6c1e-6f6c-5c1e-9a53-0a41b9a7b001",
    "assessment_id": "simulated-0002",
    "patient_ref": "SIMULATED-0002",
    "as_of": "2026-11-22T14:00:00.000Z",
    "assessed_at": "2026-11-22T12:00:00Z",
    "status": "proposed",
    "side": "right",
    "knowledge": {"version": "2026.11", "digest": "3fa9c1d2" * 8},
    "pathways": [
        {
            "id": "bells",
            "archetype": "A02",
            "title": "Acute Bell's palsy within 72 hours",
            "main": True,
            "because": [],
        },
        {
            "id": "eye",
            "archetype": "A02",
            "title": "Eye that does not close",
            "main": False,
            "because": [],
        },
    ],
    "urgency": "urgent",
    "act_by": "2026-11-24T08:00:00Z",
    "reassess_by": "2026-12-06",
    "stale_after": "2026-12-13",
    "headline": "Start a corticosteroid by 24-Nov-2026 08:00 UTC and protect the right eye.",
    "alerts": [
        {
            "code": "stroke_open",
            "text": "If the forehead moves, this is a stroke until shown otherwise.",
            "urgency": "emergency",
        }
    ],
    "flags": [
        {
            "code": "hb_eye_discordant",
            "text": "Grade V with complete closure is unusual; look again.",
            "findings": {"house_brackmann": "V", "eye_closure": "unknown"},
        }
    ],
    "differential": [{"cause": "lyme", "text": "tick season, and the rash was not looked for"}],
    "stages": [
        a_stage(
            items=[
                an_item(
                    by="2026-11-23T14:00:00Z",
                    to=["ophthalmology"],
                    cautions=[
                        {
                            "text": "Only seeing eye: nothing that covers it without advice.",
                            "findings": {},
                        }
                    ],
                ),
                an_item(
                    "corticosteroid",
                    family="medical",
                    title="Corticosteroid",
                    by="2026-11-24T08:00:00Z",
                    must_confirm=["age_years", "pregnancy"],
                    because=[
                        {
                            "row": "bells.steroid.1",
                            "text": "Bell's palsy within 72 hours, by local protocol.",
                            "findings": {"duration": "30 hours"},
                            "sources": ["baugh2013"],
                        }
                    ],
                    **{"with": ["eye_protection"]},
                ),
                an_item(
                    "electroneuronography",
                    family="diagnostic",
                    title="Electroneuronography",
                    strength="option",
                    standing="conditional",
                    evidence="guideline_option",
                    opens="2026-11-24",
                    closes="2026-12-05",
                    conditional_on=[{"finding": "recovering", "must_be": ["no"]}],
                    in_doubt=["progressive"],
                ),
            ]
        ),
        a_stage(
            "restore",
            entry="When nothing has come back in time.",
            items=[],
            held=[
                {
                    "intervention": "masseteric_nerve_transfer",
                    "title": "Masseteric nerve transfer",
                    "opens_when": [
                        {
                            "finding": "recovering",
                            "must_be": ["no"],
                            "text": "no movement by 182 days",
                        }
                    ],
                    "on": "2027-05-21",
                    "because": [],
                }
            ],
        ),
    ],
    "not_offered": [
        {
            "intervention": "antiviral_with_corticosteroid",
            "kind": "contraindicated",
            "because": [
                {"row": "x.1", "text": "the kidneys are impaired", "findings": {}, "sources": []}
            ],
            "nearest": [],
        },
        {
            "intervention": "gracilis_transfer",
            "kind": "not_indicated",
            "because": [],
            "nearest": [],
        },
        {"intervention": "static_sling", "kind": "not_indicated", "because": [], "nearest": []},
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
                    "adds": ["stroke_emergency"],
                    "removes": ["corticosteroid"],
                    "urgency": "emergency",
                },
                {"value": "no", "adds": [], "removes": [], "urgency": "urgent"},
            ],
        }
    ],
    "horizon": [
        {
            "on": "2027-05-21",
            "approximate": True,
            "at": "182 days",
            "adds": ["masseteric_nerve_transfer"],
            "removes": ["observation"],
        }
    ],
    "sensitivity": [
        {
            "finding": "house_brackmann",
            "to": "VI",
            "adds": ["electroneuronography"],
            "removes": [],
            "urgency": "urgent",
        }
    ],
    "sources": {
        "baugh2013": {
            "citation": "Baugh RF and others. Clinical practice guideline: Bell's palsy.",
            "year": "2013",
            "doi": "10.1177/0194599813505967",
            "status": "to_be_confirmed",
        }
    },
    "content_hash": "d" * 64,
}
