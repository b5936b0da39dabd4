"""The solver's plan is the engine's plan, for assessments drawn over every archetype.

What an assessment says fixes every input, so that each term is either so or not: one question of
the solver, whether all terms may be as the engine has them, decides them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import pytest

from services.recommender.engine.outcome import Variant, outcome_of
from services.recommender.engine.rows import STAGES, STRENGTHS, URGENCIES
from services.recommender.engine.side import Side
from services.recommender.engine.standing import is_certain
from services.recommender.proof.circuit import Term
from services.recommender.proof.claims import claims_of, prover_of
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.prover import Prover, plan_of
from tests.services.recommender.proof.drawing import HOW_MANY, Drawn, in_pieces
from tests.services.recommender.real_plans import knowledge

pytest.importorskip("z3")

ROWS = range(len(knowledge().rows))
ITEMS = range(len(knowledge().items))


class Counted(NamedTuple):
    """Of some assessments how many were known in full, of two sides, different, refused."""

    known: int
    apart: int
    different: int
    refused: int


def terms_of(plan: PlanTerms) -> Iterator[Term]:
    """What is compared of one side's plan: findings, rows, the join, and how items are offered."""
    matched, settled = plan.matched, plan.settled
    for value in chain(matched.taken, matched.possible):
        yield from value
    for column in zip(*matched.rows, strict=True):
        yield from column
    for counted in (settled.offering, settled.barring, settled.beside):
        yield from (counted.get(at, 0) for at in ROWS)
    yield from (settled.own_bar(at) if at in settled.barring else 0 for at in ROWS)
    yield from plan.offered
    for place in ITEMS:
        yield from (votes for _, votes in plan.votes.voters(place))
        yield plan.circuit.both(plan.offered[place], plan.standing.is_certain(place))
        yield from (plan.votes.in_stage(place, stage) for stage in range(len(STAGES)))
        yield from (plan.votes.strength_at_most(place, most) for most in range(len(STRENGTHS)))
    yield from (plan.urgency.at_most(urgency) for urgency in range(len(URGENCIES)))


def said_of(side: Side) -> Iterator[bool]:
    """The same in the same order, as the engine has it."""
    matched, settled = side.matched, side.settled
    for vector in (matched.taken, matched.possible):
        for finding, value in zip(knowledge().findings, vector, strict=True):
            yield from _each(value, range(finding.size))
    for mask in (matched.fires, matched.may, matched.certain, matched.asks):
        yield from _each(mask, ROWS)
    for mask in (settled.offering, settled.barring, settled.companions):
        yield from _each(mask, ROWS)
    own = {row.index for place in ITEMS for row in side.own_bars(place)}
    yield from (at in own for at in ROWS)
    yield from _each(settled.offered, ITEMS)
    for place in ITEMS:
        yield from _item(place, side)
    urgency = _urgency(side)
    yield from (urgency <= most for most in range(len(URGENCIES)))


def _each(mask: int, places: range) -> Iterator[bool]:
    return (bool(mask >> place & 1) for place in places)


def _item(place: int, side: Side) -> Iterator[bool]:
    offered = bool(side.settled.offered >> place & 1)
    voters = side.voters(place) if offered else []
    stage = min((row.offer().stage for row in voters), default=len(STAGES))
    strength = min((row.offer().strength for row in voters), default=len(STRENGTHS))
    yield from (row in voters for row in knowledge().rows_of_item[place])
    yield offered and is_certain(place, side, knowledge())
    yield from (stage == one for one in range(len(STAGES)))
    yield from (strength <= most for most in range(len(STRENGTHS)))


def _urgency(side: Side) -> int:
    # The rows of this side, and of the other those that bar for the whole face.
    alone = Variant(side, side.settled.fires, side.matched.asks, side.deadlines)
    return outcome_of([alone], knowledge()).urgency


@dataclass(frozen=True)
class Agreement:
    """The terms of both sides' plans, made once: no patient adds any."""

    left: list[Term]
    right: list[Term]

    def compare(self, prover: Prover, drawn: list[Drawn]) -> Counted:
        inputs = prover.circuit.inputs_of([*self.left, *self.right])
        assert all(inputs <= one.decided for one in drawn), "a term is left open"
        wrong = [one for one in drawn if not self._agreed(prover, one)]
        refused = sum(not prover.solver.possible(*one.chosen) for one in wrong)
        return Counted(
            known=sum(one.known for one in drawn),
            apart=sum(len(one.sides) > 1 for one in drawn),
            different=len(wrong) - refused,
            refused=refused,
        )

    def _agreed(self, prover: Prover, one: Drawn) -> bool:
        sides = zip((self.left, self.right), one.sides, strict=False)
        held = [
            term if said else term ^ 1
            for terms, side in sides
            for term, said in zip(terms, said_of(side), strict=True)
        ]
        return prover.solver.possible(*one.chosen, *held)


def test_the_solver_and_the_engine_say_the_same_of_every_assessment():
    prover = prover_of(claims_of(knowledge()))
    other = plan_of(knowledge(), prover.right, prover.patient)
    agreement = Agreement(list(terms_of(prover.plan)), list(terms_of(other)))
    found = Counted(*map(sum, zip(*in_pieces(agreement.compare, prover), strict=True)))
    print(
        f"{HOW_MANY:,} assessments compared in {len(agreement.left):,} terms a side, "
        f"{found.known:,} fully known, {found.apart:,} with two sides: "
        f"{found.different} different, {found.refused} thought impossible"
    )
    assert (found.different, found.refused) == (0, 0)
