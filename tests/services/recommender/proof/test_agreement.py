"""The solver's plan is the engine's plan, for assessments drawn over every archetype."""

import os
from random import Random

import pytest

from services.recommender.engine.encode import encode
from services.recommender.engine.findings import bits
from services.recommender.engine.outcome import outcome_now
from services.recommender.engine.rows import URGENCIES
from services.recommender.engine.side import matched_side, settle_together
from services.recommender.engine.standing import is_certain
from services.recommender.proof.prove import claims_of, prover_of
from services.recommender.proof.witness import choices_of
from services.recommender.translate import facts_from
from tests.services.recommender.real_plans import AS_OF, drawn, knowledge

pytest.importorskip("z3")

HOW_MANY = int(os.environ.get("ASSESSMENTS_TO_COMPARE", "300"))
"""`make prove-check` compares 10,000."""

ALWAYS = {"house_brackmann", "synkinesis", "duration", "onset_date", "onset_at", "side"}


def with_blanks(assessment, chance):
    keep = chance.choice([0.1, 0.5, 1.0])
    kept = ALWAYS | {key for key in assessment if key.endswith(("_at", "_left", "_right"))}
    return {k: v for k, v in assessment.items() if k in kept or chance.random() < keep}


def one_side(assessment):
    """The first side of an assessment as the engine runs it, and its facts."""
    facts = facts_from(assessment)
    if facts.bilateral and facts.graded_apart:
        facts = facts.for_side("left")
    encoded = encode(facts, knowledge(), AS_OF)
    side = matched_side("", facts, encoded, knowledge(), AS_OF)
    return facts, settle_together([side])[0]


def as_the_engine_says(side, plan):
    """What the engine made of a side, as terms that must hold of it."""
    yield from _rows(side, plan)
    outcome = outcome_now([side], knowledge())
    for place, term in enumerate(plan.offered):
        yield term if outcome.offered >> place & 1 else term ^ 1
    for place in bits(outcome.offered):
        certain = plan.is_certain(place)
        yield certain if is_certain(place, side, knowledge()) else certain ^ 1
        voters = [row.offer() for row in side.voters(place)]
        yield plan.in_stage(place, min(terms.stage for terms in voters))
        yield plan.strength_at_most(place, min(terms.strength for terms in voters))
    for urgency in range(len(URGENCIES)):
        term = plan.urgency_at_most(urgency)
        yield term if outcome.urgency <= urgency else term ^ 1


def _rows(side, plan):
    matched = side.matched
    for mask, terms in (
        (matched.fires, plan.fires),
        (matched.may, plan.may),
        (matched.certain, plan.certain),
        (matched.asks, plan.asks),
    ):
        for at, term in enumerate(terms):
            yield term if mask >> at & 1 else term ^ 1


def test_the_solver_and_the_engine_say_the_same_of_every_assessment():
    whole = prover_of(claims_of(knowledge()))
    # One side by itself: what the other side bars is added in `Prover`, and held by U1.
    prover = whole.afresh()
    plan = whole.alone()
    chance = Random(11)
    different = refused = 0
    for assessment in drawn(HOW_MANY, seed=41):
        facts, side = one_side(with_blanks(assessment, chance))
        said = choices_of(facts, AS_OF, prover.patient)
        chosen = [term if value else term ^ 1 for term, value in said.items()]
        agreed = prover.circuit.every(as_the_engine_says(side, plan))
        refused += not prover.solver.possible(*chosen)
        different += prover.solver.possible(*chosen, agreed ^ 1)
    print(f"{HOW_MANY} assessments compared: {different} different, {refused} thought impossible")
    assert (different, refused) == (0, 0)
