"""How fast proposed plans become worklist and cases: one by one, and when all are read again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.bars import Figure, told
from benchmarks.pipeline import events
from bus.port import Delivery, Message, Outcome
from facialis import clock
from facialis.tables import keep_for_good, knowledge
from services.recommender.propose import propose
from services.recommender.station import planning
from services.review.ledger import StoreLedger
from services.review.projection import project
from services.review.store.store import Store, open_store

_POSTS, _TOGETHER = 400, 250


def measure(seed: int) -> Iterator[Figure]:
    """Project assessments and their plans, with a commit for each post and for many."""
    plan = planning(partial(propose, knowledge=knowledge()))
    keep_for_good()
    posts = [_delivered(message) for message in events(seed, _POSTS)]
    pairs = [(post, _delivered(plan(post)[0])) for post in posts]
    yield told("projection, a commit for each post", _rate(pairs, 1), unit="posts/s")
    yield told(f"projection, a commit for {_TOGETHER}", _rate(pairs, _TOGETHER), unit="posts/s")


def _rate(pairs: Sequence[tuple[Delivery, Delivery]], together: int) -> float:
    """Project the second half, on top of the first, which warms what the store remembers."""
    half = len(pairs) // 2
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "review.db")
        try:
            _project(store, pairs[:half], _TOGETHER)
            began = perf_counter()
            _project(store, pairs[half:], together)
            return (len(pairs) - half) / (perf_counter() - began)
        finally:
            store.close()


def _project(store: Store, pairs: Sequence[tuple[Delivery, Delivery]], together: int) -> None:
    ledger = StoreLedger(store, now=clock.now)
    for start in range(0, len(pairs), together):
        deliveries = [each for pair in pairs[start : start + together] for each in pair]
        effects = tuple(effect for each in deliveries for effect in project(each))
        ledger.commit(Outcome(effects, (), {}))


def _delivered(message: Message) -> Delivery:
    return Delivery(
        message.topic, 0, 0, message.key, message.headers, message.body, recorded_at=clock.now()
    )
