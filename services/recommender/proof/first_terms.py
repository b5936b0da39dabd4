"""The first item of a plan as terms: what an emergency begins with (engine/items.py)."""

from __future__ import annotations

from services.recommender.engine.knowledge import EMERGENCY
from services.recommender.engine.rows import STRENGTHS, OfferTerms, Row
from services.recommender.proof.circuit import FALSE, TRUE, Term
from services.recommender.proof.onset_terms import has_passed, may_be_due
from services.recommender.proof.plan_terms import PlanTerms


def begins_with(place: int, plan: PlanTerms) -> Term:
    """
    Whether the plan's first item is this one, wanted at once.

    Items stand by stage, then by how soon they are wanted, then by strength, then in the order of
    the catalogue. A deadline that has passed stands before one that is now.
    """
    at_once = plan.votes.some_voter(place, _at_once)
    now = plan.circuit.both(plan.votes.in_stage(place, EMERGENCY), at_once)
    others = (other for other in range(len(plan.offered)) if other != place)
    return plan.circuit.every([now, *(_goes_before(one, place, plan) ^ 1 for one in others)])


def _at_once(terms: OfferTerms) -> bool:
    return terms.by is not None and terms.by.clock == "receipt" and terms.by.hours == 0


def _goes_before(other: int, place: int, plan: PlanTerms) -> Term:
    circuit, voters = plan.circuit, plan.votes.voters(other)
    emergency = plan.votes.stage_at_most(other, EMERGENCY)
    late = [circuit.both(votes, _late(row, plan)) for row, votes in voters]
    now = circuit.some(circuit.both(votes, _now(row, plan)) for row, votes in voters)
    ahead = circuit.both(now, _stands_higher(other, place, plan))
    return circuit.both(emergency, circuit.some([*late, ahead]))


def _late(row: Row, plan: PlanTerms) -> Term:
    """Whether its deadline has surely passed."""
    due = row.offer().by
    return has_passed(due.hours, plan.patient) if due and due.clock == "onset" else FALSE


def _now(row: Row, plan: PlanTerms) -> Term:
    """Whether its deadline may be this very moment."""
    due = row.offer().by
    if due is None or due.clock != "onset":
        return TRUE if _at_once(row.offer()) else FALSE
    return plan.circuit.both(may_be_due(due.hours, plan.patient), _late(row, plan) ^ 1)


def _stands_higher(other: int, place: int, plan: PlanTerms) -> Term:
    """Whether it is offered more strongly, or as strongly and earlier in the catalogue."""
    circuit, votes = plan.circuit, plan.votes
    both = [
        (votes.strength_at_most(other, most), votes.strength_at_most(place, most))
        for most in range(len(STRENGTHS))
    ]
    stronger = circuit.some(circuit.both(mine, theirs ^ 1) for mine, theirs in both)
    alike = circuit.every(circuit.differ(mine, theirs) ^ 1 for mine, theirs in both)
    return circuit.either(stronger, alike if other < place else FALSE)
