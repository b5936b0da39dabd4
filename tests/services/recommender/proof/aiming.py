"""Patients looked for: situations of the join that chance seldom draws, and somebody in each.

Chance alone left breaks of the engine unseen among 300 assessments: nobody declined an emergency,
nobody was offered an item by a firm row and, more strongly, by one that asks. So the solver, who
is on trial, is asked for such patients; what it wrongly thinks impossible is left to chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from services.recommender.engine.findings import bits
from services.recommender.engine.held import stands_against
from services.recommender.engine.rows import KINDS, Row
from services.recommender.proof.assessment import Assessment
from services.recommender.proof.circuit import Term
from services.recommender.proof.plan_terms import PlanTerms
from services.recommender.proof.prover import Prover

Found = Iterator[tuple[str, list[Term]]]
"""Situations in words, and the terms that hold for who is in them."""


def aimed_at(prover: Prover) -> list[Assessment]:
    """For each situation in which somebody can be, one such patient."""
    found = (prover.patient_with(term) for _, term in situations(prover.plan))
    return [one for one in found if one is not None]


def situations(plan: PlanTerms) -> Iterator[tuple[str, Term]]:
    """Each situation in words, and who is in it."""
    for place, code in enumerate(plan.knowledge.items):
        for what, parts in (*_declined(place, plan), *_declined_and_barred(place, plan)):
            yield f"{code}: {what}", plan.circuit.every(parts)
    for row in plan.knowledge.rows:
        for what, parts in SEEN_BY[row.verb](row, plan) if row.verb in SEEN_BY else ():
            yield f"{row.id}: {what}", plan.circuit.every(parts)


def _declined(place: int, plan: PlanTerms) -> Found:
    """An intervention that is refused, and offered all the same."""
    settled, rows = plan.settled, plan.matched.rows
    declined = [settled.refused[place], settled.offered[place]]
    yield "declined, and an emergency", declined
    offers = bits(plan.knowledge.offers_of_item[place] & ~plan.knowledge.urgent_offers)
    sure = (plan.circuit.both(settled.offering[at], rows[at].certain) for at in offers)
    doubt = plan.standing.is_certain(place) ^ 1
    yield "declined, sure but as no emergency", [*declined, doubt, plan.circuit.some(sure)]


def _declined_and_barred(place: int, plan: PlanTerms) -> Found:
    """An intervention that is refused and barred: an emergency, or for a reason that is graver."""
    settled, knowledge, circuit = plan.settled, plan.knowledge, plan.circuit
    refused, bars = settled.refused[place], list(bits(knowledge.bars_of_item[place]))
    urgent = bits(knowledge.offers_of_item[place] & knowledge.urgent_offers)
    called = circuit.some(settled.offering[at] for at in urgent)
    barred = circuit.some(settled.barring[at] for at in bars)
    yield "declined, barred, and an emergency", [refused, barred, called]
    kinds = {at: KINDS.index(knowledge.rows[at].exclusion().kind) for at in bars}
    graver = circuit.some(settled.own_bar(at) for at in bars if kinds[at] < KINDS.index("refused"))
    yield "declined, and left out for more", [refused, settled.offered[place] ^ 1, graver]


def _offer(row: Row, plan: PlanTerms) -> Found:
    """A row that offers and is not heard: firm ones speak, or the item is closed."""
    settled, place, terms = plan.settled, row.targets.bit_length() - 1, row.offer()
    unheard = [settled.offering[row.index], settled.offered[place], plan.votes.of(row.index) ^ 1]
    stronger = plan.votes.strength_at_most(place, terms.strength) ^ 1
    earlier = plan.votes.stage_at_most(place, terms.stage) ^ 1
    yield "would speak more strongly", [*unheard, stronger]
    yield "would speak earlier", [*unheard, earlier]
    within = [hours for hours in plan.knowledge.urgent_within if _due(row) <= hours]
    if within:
        yield "would be sooner", [*unheard, plan.deadlines.some_within(min(within)) ^ 1]
    if row.companion:
        unasked = settled.refused[place] ^ 1
        yield "beside what is barred", [settled.beside[row.index], settled.closed[place], unasked]


def _due(row: Row) -> float:
    by = row.offer().by
    return by.hours if by is not None and by.clock == "receipt" else float("inf")


def _exclude(row: Row, plan: PlanTerms) -> Found:
    """A bar that only the other side knows; or one among companions."""
    settled = plan.settled
    if plan.knowledge.whole_face >> row.index & 1:
        yield "of the other side alone", [settled.barring[row.index], settled.says(row) ^ 1]
    after = (r for r in plan.knowledge.companions if row.companion and r.index > row.index)
    for other in after:
        if other.verb == "offer" and other.targets & row.targets:
            both = [settled.beside[row.index], settled.beside[other.index]]
            yield f"and then {other.id}", both


def _hold(row: Row, plan: PlanTerms) -> Found:
    """What a row holds and yet is not held, or held beside a bar."""
    settled, place = plan.settled, row.targets.bit_length() - 1
    named = [settled.says(row), settled.offered[place] ^ 1]
    yield "held, and declined", [*named, settled.refused[place]]
    bars = list(bits(plan.knowledge.bars_of_item[place]))
    against = [at for at in bars if stands_against(plan.knowledge.rows[at], row)]
    for what, some in (("against", against), ("beside", set(bars) - set(against))):
        barred = plan.circuit.some(settled.barring[at] for at in some)
        yield f"held {what} a bar", [*named, barred]


SEEN_BY: Mapping[str, Callable[[Row, PlanTerms], Found]] = {
    "offer": _offer,
    "exclude": _exclude,
    "hold": _hold,
}
