"""Invariants that an example puts to the test: those that apply to the plan it draws up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

from features.coverage.clinic import knowledge
from schemas.yaml_table import read_table
from services.recommender.engine.facts import Facts
from services.recommender.pathway_files import PATHWAYS
from services.recommender.proof import door
from services.recommender.proof.conditions import Condition, Drawn
from services.recommender.proof.invariants import Invariant, InvariantReader
from services.recommender.proof.invariants_file import FILE
from services.recommender.proof.named_thresholds import summaries, thresholds
from services.recommender.proof.space import Space, space_of


@cache
def invariants() -> Mapping[str, Invariant]:
    """
    List the invariants that speak of one plan, by id.

    Those that compare two assessments, and those that a named test holds, are not here: no single
    example can put them to the test.
    """
    return {one.id: one for one in _reader().invariants()}


def applying(facts: Facts, plan: Mapping[str, Any], as_of: datetime) -> Iterator[str]:
    """Walk the invariants that apply to a plan as drawn up; it keeps them, or a proof is wrong."""
    drawn = Drawn(facts, as_of, plan, _space(), knowledge())
    yield from (one.id for one in invariants().values() if one.when.seen(drawn))


@cache
def _document() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_table(PATHWAYS / FILE)
    return found


@cache
def _space() -> Space:
    return space_of(
        [knowledge()],
        required=door.required(),
        limits=door.limits(),
        sided=door.sided(),
        cuts=thresholds(_document(), knowledge().vocabulary),
        summaries=summaries(_document()),
    )


@cache
def _reader() -> InvariantReader:
    return InvariantReader(_document(), _space())


Part = Callable[[Facts, Mapping[str, Any], datetime], bool]


def parts(name: str) -> Sequence[Part]:
    """Take apart when an invariant applies: each part tells whether a patient or plan has it."""
    when = _entries()[name]["when"]
    conditions = [_reader().clauses.read({key: value}, name) for key, value in when.items()]
    return [partial(_seen, condition) for condition in conditions]


def reads(name: str) -> frozenset[str]:
    """List the words under which an invariant says when it applies: findings, most of them."""
    return frozenset(_words(_entries()[name]["when"]))


def _seen(condition: Condition, facts: Facts, plan: Mapping[str, Any], as_of: datetime) -> bool:
    return condition.seen(Drawn(facts, as_of, plan, _space(), knowledge()))


def _words(clause: Any) -> Iterator[str]:
    if isinstance(clause, Mapping):
        yield from clause
        for part in clause.values():
            yield from _words(part)
    elif isinstance(clause, list):
        for part in clause:
            yield from _words(part)


@cache
def _entries() -> Mapping[str, Any]:
    return {entry["id"]: entry for entry in _document()["invariants"]}
