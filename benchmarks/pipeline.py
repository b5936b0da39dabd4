"""What the durable pipe costs beside decoding, planning and encoding."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter

from benchmarks.bars import Figure, at_least, told
from benchmarks.whole_plan import assessments
from bus.consume import Consumer
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher, Writer
from bus.port import Delivery, Message
from facialis import clock
from facialis.loops import FEW
from facialis.tables import knowledge
from schemas.topics import ASSESSMENTS_RECEIVED
from services.intake.events import received
from services.intake.outbox import Accepted
from services.recommender.propose import propose
from services.recommender.station import planning, set_aside_message

Handle = Callable[[Delivery], Sequence[Message]]

_EVENTS = 420
_ROUNDS = 3


def measure(seed: int) -> Iterator[Figure]:
    """Time the same events through the whole pipe and through the bare loop, turn by turn."""
    handle = planning(partial(propose, knowledge=knowledge()))
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "intake.db"
        with Writer(log) as writer:
            EmbeddedPublisher(writer).publish(_events(seed))
            deliveries = _read(log)
            bare, piped = _turn_by_turn(log, deliveries, handle)
    yield told("decode, plan, encode, alone", _EVENTS / bare, unit="events/s")
    yield told("the same through the embedded pipe", _EVENTS / piped, unit="events/s")
    yield at_least("embedded pipe, of the bare loop", bare / piped, 0.85)


def _turn_by_turn(log: Path, deliveries: Sequence[Delivery], handle: Handle) -> tuple[float, float]:
    # The first round warms what remembers; the best of the others is least disturbed.
    rounds = [
        (_bare(deliveries, handle), _piped(log, handle, log.with_name(f"plans-{turn}.db")))
        for turn in range(_ROUNDS)
    ][1:]
    return min(bare for bare, _ in rounds), min(piped for _, piped in rounds)


def _bare(deliveries: Sequence[Delivery], handle: Handle) -> float:
    began = perf_counter()
    for delivery in deliveries:
        handle(delivery)
    return perf_counter() - began


def _piped(log: Path, handle: Handle, plans: Path) -> float:
    feed = EmbeddedFeed([(log, ASSESSMENTS_RECEIVED.name)])
    with Writer(plans) as writer:
        ledger = EmbeddedLedger(writer, "bench", partial(set_aside_message, now=clock.now))
        consumer = Consumer("bench", feed, ledger, handle, FEW)
        began = perf_counter()
        done = 0
        while done < _EVENTS:
            done += consumer.step()
        spent = perf_counter() - began
    feed.close()
    return spent


def _read(log: Path) -> list[Delivery]:
    feed = EmbeddedFeed([(log, ASSESSMENTS_RECEIVED.name)])
    feed.start({})
    read: list[Delivery] = []
    while len(read) < _EVENTS:
        read += feed.poll(_EVENTS, 1.0)
    feed.close()
    return read


def _events(seed: int) -> list[Message]:
    return [
        received(
            Accepted(
                client="bench",
                assessment_id=assessment["assessment_id"],
                patient_ref=assessment["patient_ref"],
                idempotency_key=None,
                fingerprint=b"",
                received_at=assessment["received_at"],
                body=json.dumps(assessment).encode(),
            ),
            traceparent=None,
        )
        for assessment in islice(assessments(seed), _EVENTS)
    ]
