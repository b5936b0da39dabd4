"""What it costs to keep an assessment before it is acknowledged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter

from benchmarks.bars import Figure, at_least, quantile, told, under
from benchmarks.load import Answer, Post, ask
from benchmarks.patients import patients
from benchmarks.served import KEY_HEADER, served
from facialis import clock

_WARM, _TURN, _TURNS = 500, 500, 8
ACCEPTED = 202


@dataclass(slots=True)
class _Served:
    """One application while it is measured: how long it took, post by post and in all."""

    port: int
    seconds: float = 0.0
    spent_ms: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.spent_ms) / self.seconds

    def take(self, posts: Sequence[Post]) -> None:
        began = perf_counter()
        answers = _all_accepted(ask(self.port, posts))
        self.seconds += perf_counter() - began
        self.spent_ms += (answer.spent_s * 1000 for answer in answers)


def measure(seed: int) -> Iterator[Figure]:
    """Post whole assessments over 16 connections to intake, to intake that forgets, to nothing."""
    posts = list(full_posts(seed, _WARM + _TURN * _TURNS))
    with served("durable") as one, served("forgetting") as two, served("empty") as three:
        durable, forgetting, empty = _Served(one), _Served(two), _Served(three)
        _turn_by_turn((durable, forgetting, empty), posts)
    yield at_least("intake, durable", durable.rate, 1000, unit="posts/s")
    yield at_least("intake, durable of forgetting", durable.rate / forgetting.rate, 0.6)
    p99_ms = quantile(durable.spent_ms, 0.99)
    yield under("intake, durable, p99 of a post", p99_ms, 30, unit="ms")
    yield told("intake, forgetting", forgetting.rate, unit="posts/s")
    yield told("an empty Flask view", empty.rate, unit="posts/s")
    yield told("intake, durable, of the empty view", durable.rate / empty.rate)


def _turn_by_turn(applications: Sequence[_Served], posts: Sequence[Post]) -> None:
    """Give each a few posts, then each a few more: what else the machine does disturbs all."""
    for one in applications:
        _all_accepted(ask(one.port, posts[:_WARM]))
    for start in range(_WARM, len(posts), _TURN):
        for one in applications:
            one.take(posts[start : start + _TURN])


def full_posts(seed: int, count: int) -> Iterator[Post]:
    """Make posts of assessments in which every finding of the catalogue was assessed."""
    for patient in islice(patients(seed, as_of=clock.now(), share=1.0), count):
        yield Post("/v1/assessments", json.dumps(patient).encode(), (KEY_HEADER,))


def _all_accepted(answers: Iterator[Answer]) -> list[Answer]:
    given = list(answers)
    if refused := [answer for answer in given if answer.status != ACCEPTED]:
        raise RuntimeError(f"{len(refused)} refused, the first: {refused[0].body[:500]!r}")
    return given
