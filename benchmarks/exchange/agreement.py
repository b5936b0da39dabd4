"""Random patients: whether the same rows fire for them here and in an engine that is not ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random

from benchmarks.exchange.engines import fired
from services.recommender.engine.bands import number_in
from services.recommender.engine.findings import Finding, bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import match
from services.recommender.exchange.dmn import as_dmn

Vector = tuple[int, ...]
"""A value for each raw finding."""

_BLANKS = (0.2, 0.5, 0.8)
"""How many of a patient's findings are not assessed, of those with blanks."""


@dataclass(frozen=True, slots=True)
class Compared:
    """
    What came out for patients of one kind.

    Attributes:
        patients: how many were tried.
        rows: how many rows fired for all of them together.
        differences: a sentence for each patient for whom other rows fired.
    """

    patients: int
    rows: int
    differences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    What came out.

    Attributes:
        known, with_blanks: for patients of whom all was assessed, and for others.
        errors: what their engine complained of.
        ms: how long it took for one.
    """

    known: Compared
    with_blanks: Compared
    errors: Sequence[str]
    ms: float

    @property
    def faults(self) -> list[str]:
        """Every difference and complaint."""
        return [*self.errors, *self.known.differences, *self.with_blanks.differences]


def agreement(knowledge: Knowledge, count: int, *, seed: int, folder: Path) -> Agreement:
    """
    Try so many random patients fully known, and as many with blanks.

    Every row of every patient has to fire in both engines, or in none.
    """
    document = folder / "facialis.dmn"
    document.write_bytes(as_dmn(knowledge))
    chance = Random(seed)
    known = list(islice(_fully_known(knowledge, chance), count))
    others = list(islice(_with_blanks(knowledge, chance), count))
    theirs = fired(document, (line(vector, knowledge) for vector in (*known, *others)))
    return Agreement(
        _compared(known, theirs.rows[:count], knowledge),
        _compared(others, theirs.rows[count:], knowledge),
        theirs.errors,
        theirs.ms,
    )


def _compared(
    patients: Sequence[Vector], theirs: Sequence[frozenset[str]], knowledge: Knowledge
) -> Compared:
    rows, differences = 0, []
    for vector, there in zip(patients, theirs, strict=True):
        here = fire_here(vector, knowledge)
        rows += len(here)
        if here != there:
            differences.append(_said(vector, here, there, knowledge))
    return Compared(len(patients), rows, differences)


def _fully_known(knowledge: Knowledge, chance: Random) -> Iterator[Vector]:
    while True:
        yield tuple(
            1 << member(finding, chance) for finding in knowledge.findings[: knowledge.raw_count]
        )


def _with_blanks(knowledge: Knowledge, chance: Random) -> Iterator[Vector]:
    """Patients with ever more blanks, and again; each has one at least."""
    for blanks in cycle(_BLANKS):
        vector = tuple(
            finding.full if chance.random() < blanks else 1 << member(finding, chance)
            for finding in knowledge.findings[: knowledge.raw_count]
        )
        if not all(value & (value - 1) == 0 for value in vector):
            yield vector


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


def _said(
    vector: Sequence[int], here: frozenset[str], there: frozenset[str], knowledge: Knowledge
) -> str:
    only_here, only_there = sorted(here - there)[:5], sorted(there - here)[:5]
    return f"only here {only_here}, only there {only_there}: {line(vector, knowledge)}"
