"""The oracle: the engine itself, asked whether an assessment breaks what was claimed."""

from __future__ import annotations

from services.recommender.engine import Knowledge, decide
from services.recommender.proof.assessment import Assessment
from services.recommender.proof.conditions import Drawn
from services.recommender.proof.invariants import Invariant
from services.recommender.proof.smallest import shortest
from services.recommender.proof.space import Space


def drawn(found: Assessment, knowledge: Knowledge, space: Space) -> Drawn:
    """The plan that the engine draws up for an assessment."""
    plan = decide(found.facts, knowledge, found.as_of)
    facts = found.facts.on_its_side(knowledge.vocabulary.one_sided)
    return Drawn(facts, found.as_of, plan, space, knowledge)


def breaks(found: Assessment, invariant: Invariant, knowledge: Knowledge, space: Space) -> bool:
    """Whether the engine's own plan for an assessment breaks an invariant."""
    return invariant.broken.seen(drawn(found, knowledge, space))


def smallest_that_breaks(
    found: Assessment, invariant: Invariant, knowledge: Knowledge, space: Space
) -> Assessment:
    """
    Leave out of an assessment all that it does not need to break an invariant.

    Sides that are graded apart are left as they are: what is said of one side cannot be read off
    the plan of both.
    """
    if found.facts.graded_apart or not breaks(found, invariant, knowledge, space):
        return found
    kept = (*space.required, "duration", "onset_date", "onset_at")
    return shortest(found, lambda one: breaks(one, invariant, knowledge, space), needed=kept)
