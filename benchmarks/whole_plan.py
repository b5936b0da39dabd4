"""
How long one whole plan takes, on one core, each patient another.

``python -m benchmarks.whole_plan SEED`` measures the tree it is called in, and prints milliseconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bars import Figure, quantile, told, under
from benchmarks.patients import patients
from facialis import clock
from facialis.tables import keep_for_good, knowledge
from ops.compiled.tree import source_of
from schemas.assessment import as_received, load_assessment
from services.recommender.propose import propose

ROOT = Path(__file__).parents[1]
_WARM, _MEASURED = 300, 840
"""A station has planned some hundreds before it is in its stride: what tables say is remembered."""


def measure(seed: int) -> Iterator[Figure]:
    """Plan hundreds of distinct patients; beside it the engine as written, if this is compiled."""
    spent = spent_ms(seed)
    yield under("a whole plan, median", quantile(spent, 0.5), 2, unit="ms")
    yield under("a whole plan, p99", quantile(spent, 0.99), 5, unit="ms")
    yield told("a whole plan, slowest", max(spent), unit="ms")
    if source := source_of(ROOT):
        as_written = _spent_in(source, seed)
        yield told("the same, engine not compiled, median", quantile(as_written, 0.5), unit="ms")
        yield told("the same, engine not compiled, p99", quantile(as_written, 0.99), unit="ms")


def spent_ms(seed: int) -> list[float]:
    """Milliseconds for each of hundreds of patients over all archetypes, none seen before."""
    tables = knowledge()
    received = list(islice(assessments(seed), _WARM + _MEASURED))
    keep_for_good()
    for assessment in received[:_WARM]:
        propose(assessment, tables)
    spent = []
    for assessment in received[_WARM:]:
        began = perf_counter()
        propose(assessment, tables)
        spent.append((perf_counter() - began) * 1000)
    return spent


def _spent_in(tree: Path, seed: int) -> Sequence[float]:
    """The same in another tree, by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.whole_plan", str(seed)]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(
        command, cwd=tree, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    return [float(said) for said in done.stdout.split()]


def assessments(seed: int) -> Iterator[Mapping[str, Any]]:
    """Make assessments without end, as the recommender is handed them."""
    now = clock.now()
    for number, posted in enumerate(patients(seed, as_of=now)):
        loaded = load_assessment(posted, received_at=now)
        yield as_received(loaded, assessment_id=f"bench-{number}", client="bench", received_at=now)


if __name__ == "__main__":
    print(*spent_ms(int(sys.argv[1])))
