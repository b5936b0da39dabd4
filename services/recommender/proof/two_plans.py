"""Two plans: verdicts on what may not happen from one assessment to another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from services.recommender.proof import blanks
from services.recommender.proof.circuit import Term
from services.recommender.proof.claims import Claims, Wanted
from services.recommender.proof.counter_examples import never, never_between
from services.recommender.proof.invariants import Relation
from services.recommender.proof.prover import Prover
from services.recommender.proof.relations import Second, broken, second
from services.recommender.proof.verdicts import Verdict

Ways = Callable[[Prover, str, Second], list[Term]]

BY_ANSWERS = (
    ("What its answer would add to protect is offered, alerted or asked", blanks.unasked),
    ("What its answer would remove is to be confirmed", blanks.unconfirmed),
)


def relation(prover: Prover, one: Relation) -> Iterator[Verdict]:
    """A relation holds between every two assessments that differ as it says."""
    # A solver each: what it was told of one pair of patients only slows the next.
    apart = prover.afresh()
    after, ways = broken(one, apart)
    yield never_between(apart, after, ways, "relations", one.id, one.title)


def completions(prover: Prover, wanted: Wanted) -> Iterator[Verdict]:
    """U1 and U2: what any answers to any blanks may take away and add."""
    after, same = blanks.completion(prover)
    for name, title, ways in (
        ("U1", "What is certain survives every answer to every blank", blanks.certain_lost),
        ("U2", "Nothing appears that was not offered or possible before", blanks.appeared),
    ):
        if wanted(name):
            terms = [term for _, term in ways(prover, after, same)]
            yield never_between(prover, after, terms, "blanks", name, title)


def blank(prover: Prover, name: str, claims: Claims) -> Iterator[Verdict]:
    """U3: what is done of the worst answer to one blank."""
    why = claims.document.get("not_asked", {}).get(name)
    asked = why is None and not blanks.asked_whole(name, prover)
    yield from _left_out(prover.afresh(), name, BY_ANSWERS if asked else ())
    if why is not None:
        yield Verdict("blanks", f"U3 {name}", "It is asked for", True, why, excepted=True)


def _left_out(prover: Prover, name: str, answers: Sequence[tuple[str, Ways]]) -> Iterator[Verdict]:
    mildest = "Leaving it out is never less urgent than its most harmless answer"
    milder = prover.circuit.some(blanks.milder(prover, name))
    after = second(prover, name) if answers else None
    claimed = [(title, after, ways(prover, name, after)) for title, ways in answers if after]
    # Told all at once: what is told bit by bit is read again and again.
    prover.solver.know([milder, *(prover.circuit.some(ways) for _, _, ways in claimed)])
    yield never(prover, milder, "blanks", f"U3 {name}", mildest)
    for title, other, found in claimed:
        yield never_between(prover, other, found, "blanks", f"U3 {name}", title)
