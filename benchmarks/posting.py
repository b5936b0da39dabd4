"""What it costs to keep an assessment before it is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from time import perf_counter

from benchmarks.bars import Figure, at_least, quantile, told, under
from benchmarks.load import Answer, Post, ask
from benchmarks.patients import patients
from benchmarks.served import KEY_HEADER, served
from facialis import clock

_WARM, _POSTS = 500, 4000
ACCEPTED = 202


def measure(seed: int) -> Iterator[Figure]:
    """Post whole assessments over 16 connections to intake, to intake that forgets, to nothing."""
    posts = list(full_posts(seed, _WARM + _POSTS))
    empty, _ = _rate("empty", posts)
    forgetting, _ = _rate("forgetting", posts)
    durable, spent_ms = _rate("durable", posts)
    yield at_least("intake, durable", durable, 1000, unit="posts/s")
    yield at_least("intake, durable of forgetting", durable / forgetting, 0.6)
    yield under("intake, durable, p99 of a post", quantile(spent_ms, 0.99), 30, unit="ms")
    yield told("intake, forgetting", forgetting, unit="posts/s")
    yield told("an empty Flask view", empty, unit="posts/s")
    yield told("intake, durable, of the empty view", durable / empty)


def full_posts(seed: int, count: int) -> Iterator[Post]:
    """Make posts of assessments in which every finding of the catalogue was assessed."""
    for patient in islice(patients(seed, as_of=clock.now(), share=1.0), count):
        yield Post("/v1/assessments", json.dumps(patient).encode(), (KEY_HEADER,))


def _rate(what: str, posts: list[Post]) -> tuple[float, list[float]]:
    with served(what) as port:
        _all_accepted(ask(port, posts[:_WARM]))
        began = perf_counter()
        answers = _all_accepted(ask(port, posts[_WARM:]))
        seconds = perf_counter() - began
    return len(answers) / seconds, [answer.spent_s * 1000 for answer in answers]


def _all_accepted(answers: Iterator[Answer]) -> list[Answer]:
    given = list(answers)
    if refused := [answer for answer in given if answer.status != ACCEPTED]:
        raise RuntimeError(f"{len(refused)} refused, the first: {refused[0].body[:500]!r}")
    return given
