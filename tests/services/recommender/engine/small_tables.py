"""A few tables, small enough to hold in the head, for tests of the engine."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from schemas.yaml_table import table_from
from services.recommender.engine import (
    Facts,
    Files,
    Knowledge,
    RawFinding,
    Vocabulary,
    compile_knowledge,
)

AS_OF = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

TABLES = {
    "knowledge.yaml": """
        version: 2026.11.0
        horizon: {ends: 1096 d, early: {until: 90 d, ends: 182 d}}
    """,
    "sources.yaml": "house1985: {citation: A grading system, year: 1985, status: seen}",
    "windows.yaml": "early_medicine: {is: 72 h}",
    "observations.yaml": """
        groups:
          limb_sign: {of: neuro_deficits, any: [arm, leg], label: {en: Limb sign}}
        summaries:
          toxin_cycles: {sum: cycles, where: {intervention: [toxin]}, label: {en: Toxin cycles}}
          since_toxin: {days_since: last_given, where: {intervention: [toxin]},
                        label: {en: Time since toxin}}
    """,
    "derived.yaml": """
        consistency:
          values: [ok, conflict]
          rows:
          - {when: {house_brackmann: I, synkinesis: severe}, is: conflict}
          - {is: ok}
        eye_incomplete:
          values: [no, yes]
          rows:
          - {when: {eye_closure: incomplete}, is: yes}
          - {when: {eye_closure: complete}, is: no}
          - {when: {house_brackmann: I to III}, is: no}
          - {is: yes}
        gate:
          values: [no, yes]
          rows:
          - {when: {limb_sign: yes, cleared: no or unknown}, is: yes}
          - {is: no}
    """,
    "pathways.yaml": """
        main:
        - {id: pathway.gate, archetype: A01, title: {en: Gate}, text: {en: A sign.},
           sources: [house1985], when: {gate: yes}}
        - {id: pathway.weak, archetype: A19, title: {en: Weak face}, text: {en: Weak.},
           sources: [house1985]}
        modules: []
    """,
    "interventions.yaml": """
        drops: {title: {en: Eye drops}}
        toxin: {title: {en: Toxin}, off_label: "yes", cautions: [{text: {en: Brands differ.}}]}
        transfer: {title: {en: Nerve transfer}}
        watch: {title: {en: Watch}}
        call: {title: {en: Call}}
    """,
    "stages.yaml": """
        titles: {emergency: {en: E}, protect: {en: P}, rehabilitate: {en: R},
                 restore: {en: S}, refine: {en: F}}
        rows:
        - &a {id: stage.e, stage: emergency, entry: {en: .}, succeeds_when: {en: .},
              escalates_when: {en: .}, reassess_in_days: "1", responsible: ent}
    """,
    "headlines.yaml": """
        rows:
        - {id: headline.drops, if_offered: [drops], text: {en: "Protect the eye by {drops.by}"}}
        - {id: headline.else, text: {en: "Review by {reassess_by}"}}
    """,
    "urgency.yaml": """
        rows:
        - {id: urgency.call, if_offered: [call], is: emergency}
        - {id: urgency.day, earliest_by: within 24 h, is: same_day}
        - {id: urgency.else, is: routine}
    """,
    "gaps.yaml": """
        rows:
        - {when: {duration: under 90 d or unknown}, stale_after: 21 d}
        - {stale_after: 90 d}
    """,
    "refusals.yaml": """
        still_offered: [call, drops]
        because: {row: refused, text: {en: Declined.}, sources: [house1985]}
        caution: {en: Declined; offered all the same.}
    """,
    "wording.yaml": """
        nearest: {en: "Needs {needs}."}
        not_yet: {en: "Not yet: {needs}."}
        window_closed: {en: "Closed: {needs}."}
        not_assessed: {en: not assessed}
    """,
    "rows/all.yaml": """
        rows:
        - {id: call.sign, when: {gate: yes}, offer: call, stage: emergency,
           strength: strong, by: receipt}
        - {id: eye.drops, when: {eye_incomplete: yes or unknown}, offer: drops, stage: protect,
           strength: strong, by: receipt + 24 h}
        - {id: toxin.offer, when: {synkinesis: moderate or severe, duration: from 90 d},
           offer: toxin, stage: rehabilitate, strength: recommended}
        - {id: toxin.allergy, when: {toxin_allergy: yes}, exclude: [botulinum_toxin],
           as: contraindicated}
        - {id: toxin.interval, when: {since_toxin: under 84 d}, exclude: [toxin], as: deferred,
           until: last_toxin + 84 d}
        - {id: toxin.pregnancy, when: {pregnancy: yes}, caution: [toxin], confirm: "yes"}
        - {id: transfer.early, when: {house_brackmann: V to VI, duration: from 182 d to under 548 d,
           masseter: intact or confirm}, offer: transfer, stage: restore, strength: option,
           closes: onset + 548 d}
        - {id: transfer.hold, when: {house_brackmann: V to VI, duration: under 182 d},
           hold: transfer, stage: restore, on: onset + 182 d,
           opens_when: [{finding: duration, must_be: 6 months, text: {en: No movement by then.}}]}
        - {id: watch.early, when: {duration: under 90 d}, offer: watch, stage: protect,
           strength: option, until: onset + 90 d}
        - {id: flag.early, when: {duration: at most early_medicine}, flag: early}
        - {id: flag.old, when: {assessment_age_days: over 21 d}, flag: assessment_is_old}
    """,
    "companions.yaml": """
        rows:
        - {id: watch.never.beside, exclude: [watch], if_offered: [nerve], as: not_indicated}
    """,
}

FINDINGS = {
    "house_brackmann": ("word", ("I", "II", "III", "IV", "V", "VI")),
    "synkinesis": ("word", ("none", "mild", "moderate", "severe")),
    "duration": ("elapsed", ()),
    "side": ("word", ("left", "right", "bilateral")),
    "eye_closure": ("word", ("complete", "incomplete")),
    "masseter": ("word", ("intact", "impaired")),
    "toxin_allergy": ("yes_no", ()),
    "pregnancy": ("yes_no", ()),
    "cleared": ("yes_no", ()),
    "neuro_deficits": ("list", ("arm", "leg", "speech")),
    "prior_treatments": ("treatments", ()),
    "refusals": ("list", ("toxin", "drops", "nerve", "urgent")),
}

FAMILIES = {
    "call": "urgent",
    "drops": "eye",
    "watch": "support",
    "toxin": "botulinum_toxin",
    "transfer": "nerve",
}

WORDS = {
    "evidence": ("cohort", "expert_opinion"),
    "to": ("ent", "neurology"),
    "aims": ("comfort", "eye_safety"),
    "zone": ("eye", "mouth"),
    "side": ("affected", "opposite", "both"),
    "archetype": ("A01", "A19"),
    "response": ("none", "partial", "good"),
    "dates": ("started", "last_given", "ended"),
}


def small_knowledge(**changed: str) -> Knowledge:
    """The tables compiled; `rows="…"` and the like put other text in the place of a file's."""
    texts = {**TABLES, **{_file(name): text for name, text in changed.items()}}
    documents = {name: _read(name, text) for name, text in texts.items()}
    return compile_knowledge(Files(documents, ["rows/all.yaml"], "digest"), vocabulary())


def vocabulary() -> Vocabulary:
    findings = {
        name: RawFinding(name, kind, {word: word for word in words}, "", name, f"{name}?", "Why.")
        for name, (kind, words) in FINDINGS.items()
    }
    return Vocabulary(findings, FAMILIES, WORDS, frozenset({"toxin"}))


def facts(**findings: Any) -> Facts:
    """Grade V for 200 days without synkinesis, unless said otherwise; None takes one out."""
    whole = {
        "house_brackmann": "V",
        "synkinesis": "none",
        "duration": {"value": 200, "unit": "days"},
        **findings,
    }
    return Facts({name: value for name, value in whole.items() if value is not None}, AS_OF)


def _file(name: str) -> str:
    return "rows/all.yaml" if name == "rows" else f"{name}.yaml"


def _read(name: str, text: str) -> Any:
    document = table_from(text.replace("&a ", ""), name)
    if name == "stages.yaml" and len(document["rows"]) == 1:
        _every_stage(document)
    if name.startswith("rows/") or name == "companions.yaml":
        for row in document["rows"]:
            row.setdefault("text", {"en": f"Because of {row['id']}."})
            row.setdefault("sources", ["house1985"])
    return document


def _every_stage(document: Any) -> None:
    first = document["rows"][0]
    for stage in ("protect", "rehabilitate", "restore", "refine"):
        row = deepcopy(first)
        row.update(id=f"stage.{stage}", stage=stage)
        document["rows"].append(row)
