"""What the time of one event goes into."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from benchmarks.bars import Figure
from benchmarks.pipeline import events
from bus.embedded import EmbeddedPublisher, Writer
from bus.port import Message
from facialis.loops import FEW
from facialis.tables import keep_for_good, knowledge
from schemas.assessment import read_received
from schemas.strict_json import parse
from schemas.topics import PLANS_PROPOSED
from services.intake.outbox import as_bytes
from services.recommender.propose import propose

_EVENTS, _WARM = 256, 64

T = TypeVar("T")
U = TypeVar("U")


def measure(seed: int) -> Iterator[Figure]:
    """Take some events through each part of the embedded recommender by itself."""
    tables = knowledge()
    keep_for_good()
    sent = events(seed, _WARM + _EVENTS)
    for message in sent[:_WARM]:
        propose(read_received(parse(message.body or b"")), tables)
    reading, parsed = _timed(lambda it: parse(it.body or b""), sent[_WARM:])
    checking, assessments = _timed(read_received, parsed)
    planning, plans = _timed(lambda it: propose(it, tables), assessments)
    writing, bodies = _timed(as_bytes, plans)
    shares = {
        "JSON, read and written": reading + writing,
        "marshmallow": checking,
        "the plan": planning,
        "the log": _logging(sent[_WARM:], bodies),
    }
    whole = sum(shares.values())
    for name, spent in shares.items():
        said = f"{spent / _EVENTS * 1000:.2f} ms  {spent / whole:4.0%}"
        yield Figure(f"of one event: {name}", said)


def _timed(do: Callable[[T], U], each: Iterable[T]) -> tuple[float, list[U]]:
    began = perf_counter()
    done = [do(one) for one in each]
    return perf_counter() - began, done


def _logging(sent: list[Message], bodies: list[Any]) -> float:
    plans = [
        Message(PLANS_PROPOSED.name, it.key, it.id, it.headers, body)
        for it, body in zip(sent, bodies, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder, Writer(Path(folder) / "plans.db") as writer:
        publisher = EmbeddedPublisher(writer)
        began = perf_counter()
        for start in range(0, len(plans), FEW.limit):
            publisher.publish(plans[start : start + FEW.limit])
        return perf_counter() - began
