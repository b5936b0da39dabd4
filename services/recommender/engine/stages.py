"""Stages: items and held ones gathered by purpose, with when to go on and when to come back."""

from collections.abc import Sequence
from typing import Any

from services.recommender.engine.findings import bits
from services.recommender.engine.held import Held
from services.recommender.engine.items import Item
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.outcome import Outcome
from services.recommender.engine.rows import STAGES, StageTerms
from services.recommender.engine.side import Side


def stages(
    sides: Sequence[Side],
    base: Outcome,
    offered: Sequence[Item],
    waiting: Sequence[Held],
    knowledge: Knowledge,
) -> list[dict[str, Any]]:
    """The stages that hold anything, in order; one with neither items nor held is absent."""
    found = []
    for place, code in enumerate(STAGES):
        bodies = [dict(item.body) for item in offered if item.stage == place]
        held = [dict(entry.body) for entry in waiting if entry.stage == place]
        if bodies or held:
            terms = _terms(place, sides[0], base, knowledge)
            found.append(_stage(code, knowledge.stage_titles[place], terms, bodies, held))
    return found


def _terms(place: int, side: Side, base: Outcome, knowledge: Knowledge) -> StageTerms:
    for at in bits(side.matched.fires & knowledge.verbs["stage"]):
        row = knowledge.rows[at]
        terms = row.stage_terms()
        if terms.stage == place and row.sees(base.offered):
            return terms
    raise LookupError(f"stages.yaml has no last row for the stage {STAGES[place]}")


def _stage(
    code: str,
    title: str,
    terms: StageTerms,
    bodies: Sequence[dict[str, Any]],
    held: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "stage": code,
        "title": title,
        "entry": terms.entry,
        "succeeds_when": terms.succeeds_when,
        "escalates_when": terms.escalates_when,
        "reassess_in_days": terms.reassess_in_days,
        "responsible": terms.responsible,
        "items": list(bodies),
        "held": list(held),
    }
