"""How long matching takes, beside rule engines of others on the same tables and patients.

Ours is the way from encoded facts to every row that fires or may, with its text, its sources and
the findings that it reads as they were taken. zen-engine is given the same tables (``jdm.py`` says
what it does less) and gives the rows that fire; its trace is what says which findings they read.
Nothing is joined into a plan here. Time is that of a core, so that what else runs counts less.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice
from operator import getitem, itemgetter
from pathlib import Path
from random import Random
from shutil import which
from time import process_time
from typing import Any, NamedTuple

from benchmarks.bars import Figure, at_least, quantile, told
from benchmarks.exchange import engines
from benchmarks.exchange.agreement import fire_here, line, member
from benchmarks.jdm import as_jdm, asked, fired
from benchmarks.whole_plan import assessments
from facialis.tables import keep_for_good, knowledge
from services.recommender.engine.encode import encode
from services.recommender.engine.findings import Finding, known
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.match import match
from services.recommender.engine.rows import Row
from services.recommender.exchange.dmn import as_dmn
from services.recommender.translate import facts_from, moment_of

_WARM, _MEASURED, _FOR_DROOLS = 63, 210, 21
_AT_ONCE = 21
"""Patients that one way has before the next way's turn: one of each archetype."""

_KNOWN, _BLANK = "all known", "with blanks"
_TIMES = 20
_LESS = "zen-engine does less: no sets of values, no rows that may fire, no join of exclusions"

Vector = tuple[int, ...]
Kinds = Mapping[str, Sequence[Vector]]
Zen = Callable[..., Mapping[str, Any]]


def measure(seed: int) -> Iterator[Figure]:
    """Match distinct patients over all archetypes, as assessed and with their blanks filled in."""
    tables, chance = knowledge(), Random(seed)
    drawn = _patients(seed, tables)
    warm, blank = drawn[:_WARM], drawn[_WARM:]
    kinds = {_KNOWN: [filled(it, tables, chance) for it in blank], _BLANK: blank}
    hits, zen = Hits(tables), zen_reading(tables)
    keep_for_good()
    for vector in warm:
        hits.of(vector)
    for kind, vectors in kinds.items():
        yield from _beside_zen(kind, vectors, hits, zen)
    yield Figure(_LESS if zen else "zen-engine is not installed: make bench does", "")
    yield from _beside_drools(kinds, tables)


class Hit(NamedTuple):
    """
    A row that fires or may.

    Attributes:
        row: with its text and its sources.
        fires: whether it fires; else it may.
        findings: those that it reads, each with the words that it was taken to be.
    """

    row: Row
    fires: bool
    findings: Sequence[tuple[str, Sequence[str]]]


class Hits:
    """Gives hits, each with all that a reader needs to check it."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._said = [_Said(it, knowledge) for it in knowledge.findings]
        self._rows = [(1 << it.index, it, _reads(it)) for it in knowledge.rows]

    def of(self, vector: Vector) -> list[Hit]:
        """Match raw values."""
        matched = match(vector, self.knowledge)
        said = list(map(getitem, self._said, matched.taken))
        fires, may = matched.fires, matched.may
        return [
            Hit(row, fires & bit != 0, reads(said)) for bit, row, reads in self._rows if may & bit
        ]


class _Said(dict[int, tuple[str, Sequence[str]]]):
    """Value of a finding → its name and words, remembered."""

    def __init__(self, finding: Finding, knowledge: Knowledge) -> None:
        self._finding, self._knowledge = finding, knowledge

    def __missing__(self, value: int) -> tuple[str, Sequence[str]]:
        words = self._knowledge.said(self._finding, value)
        self[value] = (self._finding.name, words)
        return self[value]


def _reads(row: Row) -> Callable[[Sequence[Any]], Sequence[Any]]:
    places = [cell.finding for cell in row.cells]
    if len(places) > 1:
        return itemgetter(*places)
    # One item alone would come without a sequence around it.
    return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))


def zen_reading(tables: Knowledge) -> Zen | None:
    """Have zen-engine read the tables, compiled beforehand; None where it is not installed."""
    if find_spec("zen") is None:
        return None
    from zen import ZenDecisionContent, ZenEngine

    reading: Zen = ZenEngine().create_decision(ZenDecisionContent(as_jdm(tables))).evaluate
    return reading


def _beside_zen(
    kind: str, vectors: Sequence[Vector], hits: Hits, zen: Zen | None
) -> Iterator[Figure]:
    if zen is None:
        yield told(f"matching, {kind}", _medians_ms((hits.of, vectors))[0], unit="ms")
        return
    given = [asked(it, hits.knowledge) for it in vectors]
    ours, traced, plain = _medians_ms(
        (hits.of, vectors),
        (lambda it: zen(it, {"trace": True}), given),
        (lambda it: zen(it, {"trace": False}), given),
    )
    yield told(f"matching, {kind}", ours, unit="ms")
    yield told(f"zen-engine with its trace, {kind}", traced, unit="ms")
    yield at_least("… times ours", traced / ours, _TIMES)
    yield told(f"zen-engine without its trace, {kind}", plain, unit="ms")
    yield told("… times ours", plain / ours)
    rows = [fired(zen(it)) for it in given]
    yield _agreeing("zen-engine", kind, vectors, rows, hits.knowledge)


def _beside_drools(kinds: Kinds, tables: Knowledge) -> Iterator[Figure]:
    if which("java") is None or not any(engines.LIBRARIES.glob("kie-dmn-core-*.jar")):
        yield Figure("Drools is not here: make exchange fetches it", "")
        return
    for kind, vectors in kinds.items():
        some = vectors[:_FOR_DROOLS]
        found = _by_drools(some, tables)
        yield told(f"Drools on our DMN, just started, {kind}", found.ms, unit="ms")
        yield _agreeing("Drools", kind, some, found.rows, tables)


def _by_drools(vectors: Sequence[Vector], tables: Knowledge) -> engines.Fired:
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "facialis.dmn"
        document.write_bytes(as_dmn(tables))
        return engines.fired(document, (line(it, tables) for it in vectors))


def _agreeing(
    engine: str,
    kind: str,
    vectors: Sequence[Vector],
    theirs: Sequence[frozenset[str]],
    tables: Knowledge,
) -> Figure:
    """
    Count patients for whom the same rows fire; all, where everything is known.

    With blanks zen may differ: over null its first-hit tables fall through to their last row,
    where ours keep open what the blank leaves open (so an unknown onset becomes a known one).
    """
    ours = [fire_here(it, tables) for it in vectors]
    same = sum(here == there for here, there in zip(ours, theirs, strict=True))
    name, measured = f"the same rows fire in {engine}, {kind}", f"{same} of {len(ours)}"
    if kind != _KNOWN:
        return Figure(name, measured)
    return Figure(name, measured, "all", same == len(ours))


def _patients(seed: int, tables: Knowledge) -> list[Vector]:
    """Encode assessments; what is known only within limits is a blank, for all engines alike."""
    made = islice(assessments(seed), _WARM + _MEASURED)
    vectors = (encode(facts_from(it), tables, moment_of(it)).vector for it in made)
    return [
        tuple(it if known(it) else of.full for it, of in zip(vector, tables.findings, strict=False))
        for vector in vectors
    ]


def filled(vector: Vector, tables: Knowledge, chance: Random) -> Vector:
    """Answer every blank by chance."""
    return tuple(
        it if known(it) else 1 << member(of, chance)
        for it, of in zip(vector, tables.findings, strict=False)
    )


def _medians_ms(*ways: tuple[Callable[[Any], object], Sequence[Any]]) -> list[float]:
    """Median of each way in turn over the same patients, so that all meet the same machine."""
    spent: list[list[float]] = [[] for _ in ways]
    for start in range(0, _MEASURED, _AT_ONCE):
        for (way, each), times in zip(ways, spent, strict=True):
            for one in each[start : start + _AT_ONCE]:
                began = process_time()
                way(one)
                times.append(process_time() - began)
    return [quantile(times, 0.5) * 1000 for times in spent]
