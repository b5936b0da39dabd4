"""A small plan made by hand, for the sentences that look at one."""

from __future__ import annotations

from typing import Any

REASON = {
    "row": "toxin.first",
    "text": "Toxin calms what moves in the wrong places.",
    "findings": {"synkinesis": "moderate", "toxin_allergy": "unknown"},
    "sources": ["guntinas2022"],
}


def item(intervention: str, **more: Any) -> dict[str, Any]:
    """Make one item that is offered."""
    lists = ("to", "with", "after", "backup", "aims", "in_doubt", "conditional_on")
    return {
        "intervention": intervention,
        "title": intervention,
        "side": "left",
        "strength": "recommended",
        "standing": "certain",
        "off_label": False,
        **{name: [] for name in (*lists, "must_confirm", "prerequisites", "cautions")},
        "because": [REASON],
        **more,
    }


def held(intervention: str, **opening: Any) -> dict[str, Any]:
    """Make one item that is held."""
    opens = {"finding": "stable_months", "must_be": "from 6", "text": "the face has been stable"}
    return {
        "intervention": intervention,
        "title": intervention,
        "opens_when": [{**opens, **opening}],
        "because": [REASON],
    }


def left_out(intervention: str, kind: str) -> dict[str, Any]:
    """Make one intervention that is not offered."""
    return {"intervention": intervention, "kind": kind, "because": [REASON], "nearest": []}


def stage(name: str, items: list[Any], waiting: list[Any] | None = None) -> dict[str, Any]:
    """Make one stage."""
    return {"stage": name, "items": items, "held": waiting or []}


TOXIN = item(
    "botulinum_toxin_synkinesis",
    strength="option",
    standing="conditional",
    off_label=True,
    must_confirm=["age_years", "pregnancy"],
    conditional_on=[{"finding": "cause", "must_be": ["bells_palsy"]}],
    cautions=[{"text": "It may spread.", "findings": {"dysphagia": "yes"}}],
    **{"with": ["neuromuscular_retraining"]},
)

PLAN = {
    "plan_id": "p1",
    "assessment_id": "a1",
    "status": "proposed",
    "urgency": "urgent",
    "headline": "Start retraining and toxin together.",
    "stale_after": "2026-12-14",
    "reassess_by": "2026-12-07",
    "sensitivity": [
        {
            "finding": "house_brackmann",
            "to": "V",
            "adds": ["static_sling"],
            "removes": ["audiometry"],
        }
    ],
    "pathways": [
        {
            "id": "synkinesis",
            "archetype": "A12",
            "title": "Partial paralysis with synkinesis",
            "main": True,
            "because": [REASON],
        },
        {
            "id": "pregnancy",
            "archetype": "A16",
            "title": "Pregnancy",
            "main": False,
            "because": [REASON],
        },
    ],
    "alerts": [{"code": "eye", "text": "The cornea is in danger.", "urgency": "urgent"}],
    "flags": [{"code": "f", "text": "Grade and closure differ.", "findings": {"eye_closure": "x"}}],
    "differential": [{"cause": "parotid_cancer", "text": "A lump may be small."}],
    "stages": [
        stage(
            "protect",
            [
                item("eye_protection", by="2026-11-24", to=["ophthalmology"]),
                item("audiometry", until="2027-02-01"),
            ],
        ),
        stage("rehabilitate", [item("neuromuscular_retraining"), TOXIN]),
        stage(
            "restore",
            [
                item(
                    "masseteric_nerve_transfer",
                    after=["audiometry"],
                    backup=["gracilis_transfer"],
                    part_of="audiometry",
                    closes="2027-03-14",
                )
            ],
            [{**held("selective_neurectomy"), "on": "2027-05-05"}],
        ),
    ],
    "not_offered": [
        {**left_out("selective_neurectomy", "not_yet"), "until": "2027-05-05"},
        left_out("nerve_graft", "window_closed"),
        left_out("static_sling", "refused"),
        left_out("brow_lift", "refused"),
        left_out("soft_tissue_flap", "refused"),
    ],
    "questions": [
        {
            "finding": "cause",
            "rank": 1,
            "answers": [{"value": "stroke", "adds": ["static_sling"], "removes": ["audiometry"]}],
        },
        {"finding": "age_years", "rank": 2, "answers": []},
    ],
    "horizon": [
        {
            "on": "2027-03-14",
            "at": "18 months",
            "adds": ["static_sling"],
            "removes": ["masseteric_nerve_transfer"],
        }
    ],
    "sources": {"guntinas2022": {}},
}
