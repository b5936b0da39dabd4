"""One plan: verdicts on what is claimed of every assessment by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from services.recommender.engine.rows import Row
from services.recommender.proof.circuit import Term
from services.recommender.proof.claims import Claims, Wanted, derived_row
from services.recommender.proof.counter_examples import never
from services.recommender.proof.disagreement import pairs
from services.recommender.proof.invariants import Invariant
from services.recommender.proof.oracle import smallest_that_breaks
from services.recommender.proof.prover import Prover
from services.recommender.proof.reaching import reachable
from services.recommender.proof.redundancy import decisive
from services.recommender.proof.telling_cells import telling
from services.recommender.proof.verdicts import Part, Verdict


def invariants(prover: Prover, found: Sequence[Invariant], wanted: Wanted) -> Iterator[Verdict]:
    """Each invariant holds of every plan, and applies to some."""
    looked_at = [one for one in found if wanted(one.id)]
    applies = reachable(prover, [one.when.term(prover.plan) for one in looked_at])
    for one in looked_at:
        yield _shortened(prover, one)
        if one.when.term(prover.plan) not in applies:
            note = "it applies to nobody, so it says nothing"
            yield Verdict("invariants", one.id, one.title, False, note)


def _shortened(prover: Prover, one: Invariant) -> Verdict:
    """The verdict on an invariant, the engine itself making the counter-example shorter."""
    found = never(prover, one.broken.term(prover.plan), "invariants", one.id, one.title)
    shorter = (
        smallest_that_breaks(patient, one, prover.knowledge, prover.space)
        for patient in found.patients
    )
    return replace(found, patients=tuple(shorter))


def rows(prover: Prover, claims: Claims, wanted: Wanted) -> Iterator[Verdict]:
    """Each row changes some plan, or says why it stays."""
    title = "It can fire, and some plan would say something else without it"
    found = [(row, term) for row, term in decisive(prover) if wanted(row.id)]
    reached = reachable(prover, [term for _, term in found])
    for row, term in found:
        why, tells = claims.redundant.get(row.id, ""), term in reached
        idle = "" if tells else _why_never(row, prover)
        yield _told("rows", row.id, title, tells=tells, why=why, idle=idle)


def _why_never(row: Row, prover: Prover) -> str:
    fires = prover.solver.possible(prover.plan.settled.says(row))
    return "it never changes a plan" if fires else "it can never fire"


def cells(prover: Prover, claims: Claims, wanted: Wanted) -> Iterator[Verdict]:
    """Each cell changes whom its row matches, or its row says why it stays."""
    title = "The row would match otherwise without it"
    found = [(place, term) for place, term in telling(prover) if wanted(place[0])]
    reached = reachable(prover, [term for _, term in found])
    for (row, column), term in found:
        why, tells = claims.idle.get((row, column), ""), term in reached
        idle = "it never makes a difference"
        yield _told("cells", f"{row}: {column}", title, tells=tells, why=why, idle=idle)
    for row, column in sorted(claims.idle.keys() - {place for place, _ in found}):
        if wanted(row):
            note = "it is said to be redundant, and there is no such cell"
            yield Verdict("cells", f"{row}: {column}", title, False, note)


def _told(part: Part, name: str, title: str, *, tells: bool, why: str, idle: str) -> Verdict:
    """The verdict on what must make a difference, unless its table says `why` it need not."""
    if tells:
        note = "it says that it is redundant, and is not" if why else ""
        return Verdict(part, name, title, not why, note)
    return Verdict(part, name, title, bool(why), why or idle)


def places(prover: Prover, wanted: Wanted) -> Iterator[Verdict]:
    """Somebody is offered each intervention, led by each pathway, decided by each derived row."""
    found = [one for one in _reached(prover) if wanted(one[0])]
    reached = reachable(prover, [term for _, _, term in found])
    for name, title, term in found:
        note = "" if term in reached else "for nobody"
        yield Verdict("reach", name, title, term in reached, note)


def _reached(prover: Prover) -> Iterator[tuple[str, str, Term]]:
    plan, knowledge = prover.plan, prover.knowledge
    for place, code in enumerate(knowledge.items):
        yield code, "It is offered to somebody", plan.offered[place]
    for main in knowledge.main:
        yield main.id, "It leads somebody's plan", plan.matched.is_value("pathway", main.name)
    for table in knowledge.derived:
        for at, term in enumerate(plan.matched.decides[table.finding.index]):
            yield derived_row(table.finding.name, at), "It decides for somebody", term


def joins(prover: Prover, wanted: Wanted) -> Iterator[Verdict]:
    """No two rows that speak together differ in what no join rule settles."""
    for who, what, term in pairs(prover):
        if wanted(who):
            title = f"They never speak together: they differ in {what}"
            yield never(prover, term, "join", who, title)
