"""Examples as a mutant meets them: matched once against the tables as they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from benchmarks.mutants.making import Mutant
from services.recommender.cases import Example, judge, read_cases
from services.recommender.cases.example import Expected
from services.recommender.engine import Knowledge, decide
from services.recommender.engine.facts import Facts
from services.recommender.engine.rows import Row
from services.recommender.engine.side import Side, run_sides
from services.recommender.translate import facts_from

Fails = Callable[[Knowledge], bool]


@dataclass(frozen=True, slots=True)
class Watched:
    """
    An example with its sides.

    Attributes:
        name: where it is written.
        source: `case` or `feature`.
        today: whether a plan without questions and horizon is not what it expects.
        ahead: the same of the whole plan; None where the example looks at nothing of that.
    """

    name: str
    source: str
    sides: Sequence[Side]
    today: Fails
    ahead: Fails | None


def watched_cases(knowledge: Knowledge) -> list[Watched]:
    """Every case."""
    return [watched_case(example, knowledge) for example in read_cases()]


def watched_case(example: Example, knowledge: Knowledge) -> Watched:
    """One case, matched."""
    facts = facts_from(example.assessment)
    now = replace(example, expected=_of_today(example.expected))

    def today(tables: Knowledge) -> bool:
        return bool(judge(decide(facts, tables, example.as_of, ahead=False), now))

    def ahead(tables: Knowledge) -> bool:
        return bool(judge(decide(facts, tables, example.as_of), example))

    sides = run_sides(facts, knowledge, example.as_of)
    looks_ahead = ahead if example.expected.looks_ahead else None
    return Watched(f"{example.file}: {example.name}", "case", sides, today, looks_ahead)


def _of_today(expected: Expected) -> Expected:
    fates = {code: tuple(_plain(fate) for fate in found) for code, found in expected.fates.items()}
    return replace(expected, fates=fates, asks=(), horizon={})


def _plain(fate: Any) -> Any:
    lists = {key: words for key, words in fate.lists.items() if key != "confirm"}
    return replace(fate, standing=None, lists=lists)


def watched_plan(
    name: str, assessment: Any, as_of: Any, refuses: Callable[[Any], bool], knowledge: Knowledge
) -> Watched:
    """A feature's patient, with what its sentences say of a plan."""
    facts = facts_from(assessment)
    ids = {"plan_id": "p", "assessment_id": "a", "patient_ref": "CASE-1"}

    def today(tables: Knowledge) -> bool:
        return refuses({**ids, **decide(facts, tables, as_of, ahead=False)})

    def ahead(tables: Knowledge) -> bool:
        return refuses({**ids, **decide(facts, tables, as_of)})

    sides = run_sides(facts, knowledge, as_of)
    if today(knowledge):
        return Watched(name, "feature", sides, ahead, ahead)
    return Watched(name, "feature", sides, today, None)


def touches(mutant: Mutant, watched: Watched) -> bool:
    """Whether a mutant changes what fires in this example as it stands today."""
    return any(_touches(mutant, side) for side in watched.sides)


def touches_facts(mutant: Mutant, facts: Facts, knowledge: Knowledge, as_of: datetime) -> bool:
    """The same of a patient who is not watched."""
    return any(_touches(mutant, side) for side in run_sides(facts, knowledge, as_of))


def _touches(mutant: Mutant, side: Side) -> bool:
    taken = side.matched.taken
    if mutant.table is not None and mutant.changed is not None:
        return mutant.table.taken([*taken]) != mutant.changed.taken([*taken])
    old, new = mutant.old, mutant.new
    assert old is not None
    if new is None or new.cells == old.cells:
        seen = side.settled.offering | side.settled.barring | side.matched.fires
        return bool(seen >> old.index & 1)
    return _reads(old, taken) != _reads(new, taken)


def _reads(row: Row, taken: Sequence[int]) -> tuple[bool, bool]:
    return (
        all(cell.fires(taken[cell.finding]) for cell in row.cells),
        any(cell.asks(taken[cell.finding]) for cell in row.cells),
    )
