"""How long one whole plan takes, on one core, each patient another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from time import perf_counter
from typing import Any

from benchmarks.bars import Figure, quantile, told, under
from benchmarks.patients import patients
from facialis import clock
from facialis.tables import keep_for_good, knowledge
from schemas.assessment import as_received, load_assessment
from services.recommender.propose import propose

_WARM, _MEASURED = 63, 840


def measure(seed: int) -> Iterator[Figure]:
    """Plan hundreds of distinct patients over all archetypes, none seen before."""
    tables = knowledge()
    keep_for_good()
    received = list(islice(assessments(seed), _WARM + _MEASURED))
    for assessment in received[:_WARM]:
        propose(assessment, tables)
    spent_ms = []
    for assessment in received[_WARM:]:
        began = perf_counter()
        propose(assessment, tables)
        spent_ms.append((perf_counter() - began) * 1000)
    yield under("a whole plan, median", quantile(spent_ms, 0.5), 2, unit="ms")
    yield under("a whole plan, p99", quantile(spent_ms, 0.99), 5, unit="ms")
    yield told("a whole plan, slowest", max(spent_ms), unit="ms")


def assessments(seed: int) -> Iterator[Mapping[str, Any]]:
    """Make assessments without end, as the recommender is handed them."""
    now = clock.now()
    for number, posted in enumerate(patients(seed, as_of=now)):
        loaded = load_assessment(posted, received_at=now)
        yield as_received(loaded, assessment_id=f"bench-{number}", client="bench", received_at=now)
