"""Random patients: whether the same rows fire for them here and in an engine that is not ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.exchange.engines import fired
from services.recommender.engine.bands import number_in
from services.recommender.engine.findings import Finding, bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import match
from services.recommender.exchange.dmn import as_dmn

_BLANKS = (0.0, 0.2, 0.5, 0.8)
"""How many of a patient's findings are not assessed; every fourth patient is fully known."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    What came out.

    Attributes:
        patients: how many were tried; ``known`` of them without a blank.
        rows: how many rows fired for all of them together.
        differences: a sentence for each patient for whom other rows fired.
        ms: how long their engine took for one.
    """

    patients: int
    known: int
    rows: int
    differences: Sequence[str]
    ms: float


def agreement(knowledge: Knowledge, count: int, *, seed: int, folder: Path) -> Agreement:
    """Try so many random patients; every row of every patient has to fire in both, or in none."""
    document = folder / "facialis.dmn"
    document.write_bytes(as_dmn(knowledge))
    patients = list(_patients(knowledge, count, Random(seed)))
    ours = [fire_here(vector, knowledge) for vector in patients]
    theirs = fired(document, (line(vector, knowledge) for vector in patients))
    pairs = zip(patients, ours, theirs.rows, strict=True)
    differences = [_said(*it, knowledge) for it in pairs if it[1] != it[2]]
    return Agreement(
        patients=count,
        known=sum(_is_known(it) for it in patients),
        rows=sum(map(len, ours)),
        differences=[*theirs.errors, *differences],
        ms=theirs.ms,
    )


def _patients(knowledge: Knowledge, count: int, chance: Random) -> Iterator[tuple[int, ...]]:
    for number in range(count):
        blanks = _BLANKS[number % len(_BLANKS)]
        yield tuple(
            finding.full if chance.random() < blanks else 1 << member(finding, chance)
            for finding in knowledge.findings[: knowledge.raw_count]
        )


def member(finding: Finding, chance: Random) -> int:
    """Draw one member of a finding's domain."""
    # Under a threshold at 0 there is no number.
    least = 1 if finding.cuts and finding.cuts[0] <= 0 else 0
    return chance.randrange(least, finding.size)


def fire_here(vector: Sequence[int], knowledge: Knowledge) -> frozenset[str]:
    """Give the ids of the rows that fire here for raw values."""
    return frozenset(knowledge.rows[at].id for at in bits(match(vector, knowledge).fires))


def line(vector: Sequence[int], knowledge: Knowledge) -> str:
    """Write raw values as the line of findings that Drools is given."""
    return "\t".join(map(_field, knowledge.findings, vector))


def _field(finding: Finding, value: int) -> str:
    if value == finding.full and finding.size > 1:
        return f"0:{finding.name}="
    only = value.bit_length() - 1
    if finding.words:
        return f"s:{finding.name}={finding.words[only]}"
    return f"n:{finding.name}={number_in(finding, only)}"


def _is_known(vector: Sequence[int]) -> bool:
    return all(value & (value - 1) == 0 for value in vector)


def _said(
    vector: Sequence[int], here: frozenset[str], there: frozenset[str], knowledge: Knowledge
) -> str:
    only_here, only_there = sorted(here - there)[:5], sorted(there - here)[:5]
    return f"only here {only_here}, only there {only_there}: {line(vector, knowledge)}"
