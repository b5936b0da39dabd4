"""How long after a post its plan can be read, while posts keep coming."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice

from benchmarks.bars import Figure, quantile, told, under
from benchmarks.load import Post, ask
from benchmarks.patients import patients
from benchmarks.served import KEY_HEADER, served
from facialis import clock

_PER_SECOND, _WARM_S, _MEASURED_S = 100, 2, 10
_PLANNED = 200
_WAIT = ("Prefer", "wait=5")


def measure(seed: int) -> Iterator[Figure]:
    """Post 100 a second to a whole line; each post waits until its plan can be read."""
    count = _PER_SECOND * (_WARM_S + _MEASURED_S)
    with served("line") as port:
        answers = list(ask(port, _posts(seed, count), per_second=_PER_SECOND))
    measured = sorted(answers, key=lambda answer: answer.due)[_PER_SECOND * _WARM_S :]
    spent_ms = [answer.spent_s * 1000 for answer in measured]
    in_time = sum(answer.status == _PLANNED for answer in measured) / len(measured)
    yield under("post to plan readable, p99", quantile(spent_ms, 0.99), 50, unit="ms")
    yield told("post to plan readable, median", quantile(spent_ms, 0.5), unit="ms")
    yield told("of them answered with the plan", in_time * 100, unit="%")


def _posts(seed: int, count: int) -> Iterator[Post]:
    for patient in islice(patients(seed, as_of=clock.now()), count):
        yield Post("/v1/assessments", json.dumps(patient).encode(), (KEY_HEADER, _WAIT))
