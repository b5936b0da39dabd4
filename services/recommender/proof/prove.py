"""Proving: everything that is claimed of the tables, one verdict each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from schemas.yaml_table import read_table
from services.recommender.engine.knowledge import Knowledge
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof import blanks, door
from services.recommender.proof.circuit import Term
from services.recommender.proof.disagreement import pairs
from services.recommender.proof.invariants import (
    FILE,
    Invariant,
    InvariantReader,
    Relation,
    summaries,
    thresholds,
)
from services.recommender.proof.oracle import smallest_that_breaks
from services.recommender.proof.prover import TRIES, Prover, prover_for
from services.recommender.proof.reaching import reachable
from services.recommender.proof.redundancy import decisive
from services.recommender.proof.relations import Second, broken, second
from services.recommender.proof.sharing import Task, shared
from services.recommender.proof.smallest import smallest
from services.recommender.proof.space import Limits
from services.recommender.proof.spent import Spent, timed
from services.recommender.proof.telling_cells import Place, derived_row, telling
from services.recommender.proof.verdicts import Verdict
from services.recommender.proof.witness import Assessment


@dataclass(frozen=True, slots=True)
class Claims:
    """
    What is to be proved.

    Attributes:
        document: `invariants.yaml` as read; without entries only the tables themselves are proved.
        redundant: row → why it may stay although it never changes a plan.
        idle: row and column → why that cell may stay although the row matches alike without it.
        limits, sided, required: what the door takes.
    """

    knowledge: Knowledge
    document: Mapping[str, Any]
    redundant: Mapping[str, str]
    limits: Mapping[str, Limits]
    sided: Sequence[str]
    required: Sequence[str]
    idle: Mapping[Place, str] = field(default_factory=dict)


NOTHING: Mapping[str, Any] = {"precedence": ["other"], "invariants": []}


def claims_of(knowledge: Knowledge, folder: Path = PATHWAYS) -> Claims:
    """What the project claims of a folder of tables."""
    document = read_table(folder / FILE)
    return Claims(
        knowledge,
        document,
        allowed(folder),
        door.limits(),
        door.sided(),
        door.required(),
        allowed_cells(folder),
    )


def allowed(folder: Path = PATHWAYS) -> dict[str, str]:
    """Rows that say of themselves why they stay although they never change a plan."""
    said = {name: row.get("redundant") for name, row in _written_rows(folder)}
    return {name: why for name, why in said.items() if isinstance(why, str)}


def allowed_cells(folder: Path = PATHWAYS) -> dict[Place, str]:
    """Cells of which their row says why they stay although it matches alike without them."""
    every = [*_written_rows(folder), *_written_derived(folder)]
    said = [(name, row.get("redundant")) for name, row in every]
    marked = [(name, cells) for name, cells in said if isinstance(cells, Mapping)]
    return {(name, column): why for name, cells in marked for column, why in cells.items()}


def _written_rows(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in (*sorted((folder / "rows").glob("*.yaml")), folder / "companions.yaml"):
        yield from ((row["id"], row) for row in read_table(path)["rows"])


def _written_derived(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in sorted(folder.glob("derived*.yaml")):
        for name, table in read_table(path).items():
            for at, row in enumerate(table["rows"]):
                yield derived_row(name, at), row


def prover_of(claims: Claims) -> Prover:
    vocabulary = claims.knowledge.vocabulary
    return prover_for(
        [claims.knowledge],
        limits=claims.limits,
        sided=claims.sided,
        required=claims.required,
        cuts=thresholds(claims.document, vocabulary),
        summaries=summaries(claims.document),
    )


def prove(
    claims: Claims,
    wanted: Callable[[str], bool] = lambda _: True,
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
    prover: Prover, reader: InvariantReader, claims: Claims, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, Task[Verdict]]]:
    """What is to be looked at, in the order in which it is told, and of which kind it is."""
    yield "one plan", lambda: _invariants(prover, reader.invariants(), wanted)
    yield "one plan", lambda: _rows(prover, claims, wanted)
    yield "cells", lambda: _cells(prover, claims, wanted)
    yield "one plan", lambda: _reach(prover, wanted)
    yield "one plan", lambda: _join(prover, wanted)
    for one in reader.relations():
        if wanted(one.id):
            yield "two assessments", partial(_relation, prover, one)
    if wanted("U1") or wanted("U2"):
        yield "blanks", lambda: _completions(prover.afresh(), wanted)
    for name in blanks.names_of_blanks(prover) if wanted("U3") else ():
        yield "blanks", partial(_blank, prover, name, claims)


# -- one assessment ----------------------------------------------------------------------------


def _invariants(
    prover: Prover, found: Sequence[Invariant], wanted: Callable[[str], bool]
) -> Iterator[Verdict]:
    looked_at = [one for one in found if wanted(one.id)]
    applies = reachable(prover, [one.when.term(prover.plan) for one in looked_at])
    for one in looked_at:
        yield _shortened(prover, one)
        if one.when.term(prover.plan) not in applies:
            note = "it applies to nobody, so it says nothing"
            yield Verdict("invariants", one.id, one.title, False, note)


def _shortened(prover: Prover, one: Invariant) -> Verdict:
    """The verdict on an invariant, the engine itself making the counter-example shorter."""
    found = _never(prover, one.broken.term(prover.plan), "invariants", one.id, one.title)
    shorter = (
        smallest_that_breaks(patient, one, prover.knowledge, prover.space)
        for patient in found.patients
    )
    return replace(found, patients=tuple(shorter))


def _never(prover: Prover, term: Term, part: Any, name: str, title: str) -> Verdict:
    """The verdict on what no assessment may show."""
    if not prover.solver.possible(term):
        return Verdict(part, name, title, True)
    found = prover.patient_with(term)
    return Verdict(part, name, title, False, patients=(found,) if found else ())


def _rows(prover: Prover, claims: Claims, wanted: Callable[[str], bool]) -> Iterator[Verdict]:
    title = "It can fire, and some plan would say something else without it"
    found = [(row, term) for row, term in decisive(prover) if wanted(row.id)]
    reached = reachable(prover, [term for _, term in found])
    for row, term in found:
        why = claims.redundant.get(row.id, "")
        if term in reached:
            note = "it says that it is redundant, and is not" if why else ""
            yield Verdict("rows", row.id, title, not why, note)
            continue
        fires = prover.solver.possible(prover.plan.says(row))
        note = why or ("it never changes a plan" if fires else "it can never fire")
        yield Verdict("rows", row.id, title, bool(why), note)


def _cells(prover: Prover, claims: Claims, wanted: Callable[[str], bool]) -> Iterator[Verdict]:
    title = "The row would match otherwise without it"
    found = [(place, term) for place, term in telling(prover) if wanted(place[0])]
    reached = reachable(prover, [term for _, term in found])
    for (row, column), term in found:
        why, name = claims.idle.get((row, column), ""), f"{row}: {column}"
        if term in reached:
            note = "it says that it is redundant, and is not" if why else ""
            yield Verdict("cells", name, title, not why, note)
        else:
            yield Verdict("cells", name, title, bool(why), why or "it never makes a difference")
    for row, column in sorted(claims.idle.keys() - {place for place, _ in found}):
        if wanted(row):
            note = "it is said to be redundant, and there is no such cell"
            yield Verdict("cells", f"{row}: {column}", title, False, note)


def _reach(prover: Prover, wanted: Callable[[str], bool]) -> Iterator[Verdict]:
    found = [one for one in _places(prover) if wanted(one[0])]
    reached = reachable(prover, [term for _, _, term in found])
    for name, title, term in found:
        note = "" if term in reached else "for nobody"
        yield Verdict("reach", name, title, term in reached, note)


def _places(prover: Prover) -> Iterator[tuple[str, str, Term]]:
    plan, knowledge = prover.plan, prover.knowledge
    for place, code in enumerate(knowledge.items):
        yield code, "It is offered to somebody", plan.offered[place]
    for main in knowledge.main:
        yield main.id, "It leads somebody's plan", plan.is_value("pathway", main.name)
    for table in knowledge.derived:
        for at, term in enumerate(plan.table_rows[table.finding.index]):
            yield derived_row(table.finding.name, at), "It decides for somebody", term


def _join(prover: Prover, wanted: Callable[[str], bool]) -> Iterator[Verdict]:
    for who, what, term in pairs(prover):
        if wanted(who):
            title = f"They never speak together: they differ in {what}"
            yield _never(prover, term, "join", who, title)


# -- two assessments ---------------------------------------------------------------------------


def _relation(prover: Prover, one: Relation) -> Iterator[Verdict]:
    # A solver each: what it was told of one pair of patients only slows the next.
    apart = prover.afresh()
    after, ways = broken(one, apart)
    yield _never_between(apart, after, ways, "relations", one.id, one.title)


def _never_between(
    prover: Prover, after: Second, ways: Sequence[Term], part: Any, name: str, title: str
) -> Verdict:
    if not prover.solver.possible(prover.circuit.some(ways)):
        return Verdict(part, name, title, True)
    way = next(one for one in ways if prover.solver.possible(one))
    couples = [(prover.patient, prover.right), (after.left, after.right)]
    found: Sequence[Assessment] = smallest(prover.solver, couples, [way], tries=TRIES) or ()
    return Verdict(part, name, title, False, patients=tuple(found))


def _completions(prover: Prover, wanted: Callable[[str], bool]) -> Iterator[Verdict]:
    after, same = blanks.completion(prover)
    for name, title, ways in (
        ("U1", "What is certain survives every answer to every blank", blanks.certain_lost),
        ("U2", "Nothing appears that was not offered or possible before", blanks.appeared),
    ):
        if wanted(name):
            terms = [term for _, term in ways(prover, after, same)]
            yield _never_between(prover, after, terms, "blanks", name, title)


def _blank(prover: Prover, name: str, claims: Claims) -> Iterator[Verdict]:
    why = claims.document.get("not_asked", {}).get(name)
    asked = why is None and not blanks.asked_whole(name, prover)
    yield from _left_out(prover.afresh(), name, BY_ANSWERS if asked else ())
    if why is not None:
        yield Verdict("blanks", f"U3 {name}", "It is asked for", True, why, excepted=True)


def _left_out(prover: Prover, name: str, answers: Sequence[tuple[str, Ways]]) -> Iterator[Verdict]:
    never = "Leaving it out is never less urgent than its most harmless answer"
    milder = prover.circuit.some(blanks.milder(prover, name))
    after = second(prover, name) if answers else None
    claimed = [(title, after, ways(prover, name, after)) for title, ways in answers if after]
    # Told all at once: what is told bit by bit is read again and again.
    prover.solver.know([milder, *(prover.circuit.some(ways) for _, _, ways in claimed)])
    yield _never(prover, milder, "blanks", f"U3 {name}", never)
    for title, other, found in claimed:
        yield _never_between(prover, other, found, "blanks", f"U3 {name}", title)


Ways = Callable[[Prover, str, Second], list[Term]]

BY_ANSWERS = (
    ("What its answer would add to protect is offered, alerted or asked", blanks.unasked),
    ("What its answer would remove is to be confirmed", blanks.unconfirmed),
)


def all_proved(found: Sequence[Verdict]) -> bool:
    return all(one.proved for one in found)
