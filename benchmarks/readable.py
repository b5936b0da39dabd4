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

_PER_SECOND, _WARM_S, _MEASURED_S = 100, 2, 16
_ONE_IN = 4
_LONGEST_MS = 5000.0
_PLANNED = 200
_WAIT = ("Prefer", "wait=5")


def measure(seed: int) -> Iterator[Figure]:
    """Post 100 a second to a whole line; every fourth is answered with its plan, and timed."""
    count = _PER_SECOND * (_WARM_S + _MEASURED_S)
    with served("line") as port:
        answers = list(ask(port, _posts(seed, count), per_second=_PER_SECOND))
    warm = min(answer.due for answer in answers) + _WARM_S
    asked = [answer for answer in answers if answer.waits and answer.due >= warm]
    # One that got no place to wait, or no plan within its time, was not readable by then.
    spent_ms = [_LONGEST_MS if it.status != _PLANNED else it.spent_s * 1000 for it in asked]
    yield under("post to plan readable, p99", quantile(spent_ms, 0.99), 50, unit="ms")
    yield told("post to plan readable, median", quantile(spent_ms, 0.5), unit="ms")
    kept_up = max(answer.due + answer.spent_s for answer in answers) - warm
    yield told("posts a second meanwhile", (count - _PER_SECOND * _WARM_S) / kept_up)


def _posts(seed: int, count: int) -> Iterator[Post]:
    for number, patient in enumerate(islice(patients(seed, as_of=clock.now()), count)):
        body = json.dumps(patient).encode()
        waits = number % _ONE_IN == 0
        headers = (KEY_HEADER, _WAIT) if waits else (KEY_HEADER,)
        yield Post("/v1/assessments", body, headers, waits=waits)
