"""Proving: everything that is claimed of the tables, one verdict each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from services.recommender.proof import blanks, one_plan, two_plans
from services.recommender.proof.claims import Claims, Wanted, prover_of
from services.recommender.proof.invariants import InvariantReader
from services.recommender.proof.prover import Prover
from services.recommender.proof.sharing import Task, shared
from services.recommender.proof.spent import Spent, timed
from services.recommender.proof.verdicts import Verdict


def prove(
    claims: Claims,
    wanted: Wanted = lambda _: True,
    *,
    processes: int = 1,
    spent: Callable[[Spent], None] = lambda _: None,
) -> Iterator[Verdict]:
    """
    Prove what is wanted, verdict by verdict.

    Args:
        wanted: tells by its id whether a claim is looked at.
        processes: how many claims may be looked at at once, each in a process of its own.
        spent: is told how long each task took.
    """
    prover = prover_of(claims)
    reader = InvariantReader(claims.document, prover.space)
    tasks = (timed(kind, task) for kind, task in _tasks(prover, reader, claims, wanted))
    for found in shared(tasks, processes):
        if isinstance(found, Spent):
            spent(found)
        else:
            yield found
    for one in reader.elsewhere():
        if wanted(one.id):
            yield Verdict("elsewhere", one.id, one.title, True, one.lives)


def _tasks(
    prover: Prover, reader: InvariantReader, claims: Claims, wanted: Wanted
) -> Iterator[tuple[str, Task[Verdict]]]:
    """What is to be looked at, in the order in which it is told, and of which kind it is."""
    yield "one plan", lambda: one_plan.invariants(prover, reader.invariants(), wanted)
    yield "one plan", lambda: one_plan.rows(prover, claims, wanted)
    yield "cells", lambda: one_plan.cells(prover, claims, wanted)
    yield "one plan", lambda: one_plan.places(prover, wanted)
    yield "one plan", lambda: one_plan.joins(prover, wanted)
    for one in reader.relations():
        if wanted(one.id):
            yield "two assessments", partial(two_plans.relation, prover, one)
    if wanted("U1") or wanted("U2"):
        yield "blanks", lambda: two_plans.completions(prover.afresh(), wanted)
    for name in blanks.names_of_blanks(prover) if wanted("U3") else ():
        yield "blanks", partial(two_plans.blank, prover, name, claims)
