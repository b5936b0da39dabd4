"""What the durable pipe costs beside decoding, planning and encoding."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.bars import Figure, at_least, told
from benchmarks.whole_plan import assessments
from bus.consume import Consumer
from bus.embedded import EmbeddedFeed, EmbeddedLedger, EmbeddedPublisher, Writer
from bus.port import Delivery, Message
from facialis import clock
from facialis.loops import FEW
from facialis.tables import keep_for_good, knowledge
from schemas.topics import ASSESSMENTS_RECEIVED, ASSESSMENTS_SET_ASIDE
from services.intake.events import received
from services.intake.outbox import Accepted, as_bytes
from services.recommender.propose import propose
from services.recommender.station import planning
from services.set_aside import set_aside_message

Handle = Callable[[Delivery], Sequence[Message]]

_EVENTS = 640
_ASIDE = partial(set_aside_message, onto=ASSESSMENTS_SET_ASIDE, now=clock.now)


def measure(seed: int) -> Iterator[Figure]:
    """Time the same events through the whole pipe and through the bare loop, turn by turn."""
    handle = planning(partial(propose, knowledge=knowledge()))
    keep_for_good()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "intake.db"
        with Writer(log) as writer:
            EmbeddedPublisher(writer).publish(events(seed, _EVENTS))
            bare, piped = _turn_by_turn(log, handle)
    yield told("decode, plan, encode, alone", _EVENTS / bare, unit="events/s")
    yield told("the same through the embedded pipe", _EVENTS / piped, unit="events/s")
    yield at_least("embedded pipe, of the bare loop", bare / piped, 0.85)


def _turn_by_turn(log: Path, handle: Handle) -> tuple[float, float]:
    """
    Take a few events through the one, the same through the other, and so on to the end.

    What else the machine does then disturbs both alike. Gives the seconds that each took.
    """
    deliveries = _read(log)
    _handle_each(deliveries, handle)  # warms what the engine remembers
    bare = piped = 0.0
    done = 0
    with _consumer(log, handle) as consumer:
        while done < _EVENTS:
            began = perf_counter()
            count = consumer.step()
            between = perf_counter()
            _handle_each(deliveries[done : done + count], handle)
            bare, piped = bare + perf_counter() - between, piped + between - began
            done += count
    return bare, piped


def _handle_each(deliveries: Sequence[Delivery], handle: Handle) -> None:
    for delivery in deliveries:
        handle(delivery)


@contextmanager
def _consumer(log: Path, handle: Handle) -> Iterator[Consumer[Message]]:
    with (
        Writer(log.with_name("recommender.db")) as writer,
        closing(EmbeddedFeed([(log, ASSESSMENTS_RECEIVED.name)])) as feed,
    ):
        ledger = EmbeddedLedger(writer, "bench", _ASIDE)
        yield Consumer("bench", feed, ledger, handle, FEW)


def _read(log: Path) -> list[Delivery]:
    with closing(EmbeddedFeed([(log, ASSESSMENTS_RECEIVED.name)])) as feed:
        feed.start({})
        read: list[Delivery] = []
        while len(read) < _EVENTS:
            read += feed.poll(FEW.limit, 1.0)
        return read


def events(seed: int, count: int) -> list[Message]:
    """Make the events of received assessments, as intake publishes them."""
    return [event_of(assessment) for assessment in islice(assessments(seed), count)]


def event_of(assessment: Mapping[str, Any]) -> Message:
    """Make the event of one received assessment, as intake publishes it."""
    entry = Accepted(
        client=assessment["client"],
        assessment_id=assessment["assessment_id"],
        patient_ref=assessment["patient_ref"],
        idempotency_key=None,
        fingerprint=b"",
        received_at=assessment["received_at"],
        body=as_bytes(assessment),
    )
    return received(entry, traceparent=None)
