"""How long after a post its plan can be read, while posts keep coming."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from itertools import islice
from time import perf_counter

from benchmarks.bars import Figure, quantile, told, under
from benchmarks.load import Answer, Post, ask
from benchmarks.patients import patients
from benchmarks.served import KEY_HEADER, served
from benchmarks.stations import stations
from benchmarks.stores import NotHere
from facialis import clock

PER_SECOND = 100
EASILY = 25
"""A quarter of that: what two cores that also run the clients and the broker keep up with."""

_WARM_S, _MEASURED_S = 2, 16
_ONE_IN = 4
_LOOKED_AT_ONE_IN, _LOOK_EVERY_S, _LOOKERS = 10, 0.01, 24
_LONGEST_MS = 5000.0
_PLANNED = 200
_WAIT = ("Prefer", "wait=5")


def measure(seed: int) -> Iterator[Figure]:
    """Post 100 a second to a whole line in one process; every fourth is answered with its plan."""
    spent_ms, kept_up = _waited_for(seed, PER_SECOND)
    yield from _told("embedded", spent_ms, bar_ms=50)
    yield told("posts a second meanwhile", kept_up)
    yield from _easily("embedded", _waited_for(seed, EASILY)[0])


def measure_over_kafka(seed: int) -> Iterator[Figure]:
    """Post 100 a second to intake, and look at review until every tenth patient's plan is there."""
    try:
        with stations() as ports:
            spent_ms = _looked_for(ports["intake"], ports["review"], seed, PER_SECOND)
        with stations() as ports:
            easily_ms = _looked_for(ports["intake"], ports["review"], seed, EASILY)
    except NotHere as missing:
        yield Figure("post to plan readable, Kafka", f"not measured: {missing}")
        return
    yield from _told("Kafka", spent_ms, bar_ms=150)
    yield from _easily("Kafka", easily_ms)


def _told(line: str, spent_ms: list[float], *, bar_ms: float) -> Iterator[Figure]:
    p99_ms = quantile(spent_ms, 0.99)
    yield under(f"post to plan readable, {line}, p99", p99_ms, bar_ms, unit="ms")
    yield told(f"post to plan readable, {line}, median", quantile(spent_ms, 0.5), unit="ms")


def _easily(line: str, spent_ms: list[float]) -> Iterator[Figure]:
    """Where the machine keeps up, what is measured is the way and not the queue."""
    rate = f"at {EASILY} posts/s"
    yield told(f"… {rate}, {line}, p99", quantile(spent_ms, 0.99), unit="ms")
    yield told(f"… {rate}, {line}, median", quantile(spent_ms, 0.5), unit="ms")


def _waited_for(seed: int, per_second: int) -> tuple[list[float], float]:
    count = per_second * (_WARM_S + _MEASURED_S)
    with served("line") as port:
        answers = list(ask(port, _posts(seed, count, one_in=_ONE_IN), per_second=per_second))
    warm = min(answer.due for answer in answers) + _WARM_S
    asked = [answer for answer in answers if answer.waits and answer.due >= warm]
    # One that got no place to wait, or no plan within its time, was not readable by then.
    spent_ms = [_LONGEST_MS if it.status != _PLANNED else it.spent_s * 1000 for it in asked]
    kept_up = max(answer.due + answer.spent_s for answer in answers) - warm
    return spent_ms, (count - per_second * _WARM_S) / kept_up


def _looked_for(intake: int, review: int, seed: int, per_second: int) -> list[float]:
    posts = list(_posts(seed, per_second * (_WARM_S + _MEASURED_S), one_in=0))
    began = perf_counter()
    with ThreadPoolExecutor(_LOOKERS) as lookers:
        looking = []
        for answer in ask(intake, posts, per_second=per_second):
            number = round((answer.due - began) * per_second)
            if number % _LOOKED_AT_ONE_IN == 0:
                looking.append((answer.due, lookers.submit(_look, review, answer)))
    warm = began + _WARM_S
    return [it.result() for due, it in looking if due >= warm]


def _look(port: int, answer: Answer) -> float:
    """Look until the plan is there; gives the milliseconds since its post was due."""
    path = json.loads(answer.body)["links"]["plans"]
    name, value = KEY_HEADER
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        while (spent_ms := (perf_counter() - answer.due) * 1000) < _LONGEST_MS:
            connection.request("GET", path, headers={name: value})
            response = connection.getresponse()
            if json.loads(response.read())["items"]:
                return (perf_counter() - answer.due) * 1000
            time.sleep(_LOOK_EVERY_S)
    return spent_ms


def _posts(seed: int, count: int, *, one_in: int) -> Iterator[Post]:
    for number, patient in enumerate(islice(patients(seed, as_of=clock.now()), count)):
        body = json.dumps(patient).encode()
        waits = bool(one_in) and number % one_in == 0
        headers = (KEY_HEADER, _WAIT) if waits else (KEY_HEADER,)
        yield Post("/v1/assessments", body, headers, waits=waits)
