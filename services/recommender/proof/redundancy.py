"""Redundancy: rows that never change a plan."""

from __future__ import annotations

from collections.abc import Iterator

from services.recommender.engine.findings import bits
from services.recommender.engine.rows import KINDS, Row
from services.recommender.proof.circuit import FALSE, TRUE, Circuit, Term
from services.recommender.proof.outcome_terms import details
from services.recommender.proof.prover import Prover

FIRST_SPEAKS = ("stage", "headline", "gap", "urgency")
"""Verbs of which the first row that fits speaks."""


def decisive(prover: Prover) -> Iterator[tuple[Row, Term]]:
    """Each row, and whether the plan would say something else without it."""
    deciders = {
        "offer": _offer,
        "exclude": _bar,
        "caution": _caution,
        "hold": _hold,
    }
    for row in prover.knowledge.rows:
        if row.verb in FIRST_SPEAKS:
            yield row, _speaks_first(row, prover)
        else:
            yield row, deciders.get(row.verb, _remark)(row, prover)


def _offer(row: Row, prover: Prover) -> Term:
    """It votes, and what it says of the item no other voter says."""
    circuit, plan = prover.circuit, prover.plan
    place = row.targets.bit_length() - 1
    others = [(r, votes) for r, votes in plan.votes.voters(place) if r is not row]
    mine = set(details(row))
    ways = [_nobody(circuit, [v for r, v in others if d in set(details(r))]) for d in mine]
    terms = row.offer()
    earlier = [v for r, v in others if r.offer().stage <= terms.stage]
    stronger = [v for r, v in others if r.offer().strength <= terms.strength]
    sure = [circuit.both(v, plan.matched.rows[r.index].certain) for r, v in others]
    ways += [_nobody(circuit, earlier), _nobody(circuit, stronger)]
    ways.append(circuit.both(plan.matched.rows[row.index].certain, _nobody(circuit, sure)))
    return circuit.both(plan.votes.of(row.index), circuit.some(ways))


def _nobody(circuit: Circuit, terms: list[Term]) -> Term:
    return circuit.some(terms) ^ 1


def _bar(row: Row, prover: Prover) -> Term:
    """It bars something alone, or alone gives the reason that the plan names, or is in doubt."""
    circuit, plan = prover.circuit, prover.plan
    rank = KINDS.index(row.exclusion().kind)
    found = []
    for place in bits(row.targets):
        others = [at for at in bits(prover.knowledge.bars_of_item[place]) if at != row.index]
        graver = [
            plan.settled.barring[at]
            for at in others
            if KINDS.index(prover.knowledge.rows[at].exclusion().kind) <= rank
        ]
        speaks = circuit.both(plan.settled.barring[row.index], plan.offered[place] ^ 1)
        found.append(circuit.both(speaks, _nobody(circuit, graver)))
    return circuit.some(found)


def _caution(row: Row, prover: Prover) -> Term:
    plan = prover.plan
    offered = prover.circuit.some(plan.offered[place] for place in bits(row.targets))
    return prover.circuit.both(plan.settled.says(row), offered)


def _hold(row: Row, prover: Prover) -> Term:
    plan, rows = prover.plan, prover.knowledge.rows
    before = [
        plan.settled.says(rows[at])
        for at in bits(prover.knowledge.verbs["hold"])
        if at < row.index and rows[at].targets == row.targets
    ]
    held = plan.held.is_held(row.targets.bit_length() - 1)
    return prover.circuit.every([plan.settled.says(row), held, _nobody(prover.circuit, before)])


def _remark(row: Row, prover: Prover) -> Term:
    plan, rows = prover.plan, prover.knowledge.rows
    others = [
        plan.settled.says(rows[at])
        for at in bits(prover.knowledge.verbs[row.verb])
        if rows[at].code == row.code and at != row.index
    ]
    return prover.circuit.both(plan.settled.says(row), _nobody(prover.circuit, others))


def _speaks_first(row: Row, prover: Prover) -> Term:
    plan, rows, circuit = prover.plan, prover.knowledge.rows, prover.circuit
    above, shown = [], TRUE
    for at in bits(prover.knowledge.verbs[row.verb]):
        other = rows[at]
        same = row.verb != "stage" or other.stage_terms().stage == row.stage_terms().stage
        if at < row.index and same:
            above.append(circuit.both(_fits(other, prover), _always_filled(other)))
    if row.verb == "stage":
        shown = plan.held.stage_shown(row.stage_terms().stage)
    return circuit.every([_fits(row, prover), shown, _nobody(circuit, above)])


def _fits(row: Row, prover: Prover) -> Term:
    plan = prover.plan
    in_time = plan.urgency.in_time(row) if row.verb == "urgency" else TRUE
    return prover.circuit.both(plan.settled.speaks(row), in_time)


def _always_filled(row: Row) -> Term:
    """A headline with a date in it is passed over where that date is not known."""
    return FALSE if row.verb == "headline" and "{" in row.title else TRUE
