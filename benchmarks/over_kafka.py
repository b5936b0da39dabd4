"""What Kafka costs the recommender, beside what kafka-python costs by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

from kafka import KafkaConsumer, KafkaProducer
from kafka.structs import OffsetAndMetadata

from benchmarks.bars import Figure, at_least, told
from benchmarks.broker import broker
from benchmarks.pipeline import events
from benchmarks.stores import NotHere
from bus.consume import Consumer
from bus.embedded import EmbeddedPublisher, Writer
from bus.embedded.shipping import LogOutbox
from bus.kafka.feed import KafkaFeed
from bus.kafka.ledger import KafkaLedger
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.kafka.topics import TopicShape, ensure_topics
from bus.port import Delivery, Message
from bus.relay import Relay
from facialis import clock
from facialis.loops import FEW
from facialis.tables import keep_for_good, knowledge
from schemas.topics import ASSESSMENTS_RECEIVED, ASSESSMENTS_SET_ASIDE, PLANS_PROPOSED
from services.recommender.propose import propose
from services.recommender.station import planning
from services.set_aside import set_aside_message

_EVENTS, _WARM, _TURNS = 320, 64, 2
_BACKLOG = 4000
_BARE = "bench.bare.v1"

Handle = Callable[[Delivery], Sequence[Message]]


def measure(seed: int) -> Iterator[Figure]:
    """Consume and publish the same events bare, in memory, and as the recommender does."""
    try:
        with broker() as settings:
            yield from _figures(settings, seed)
    except NotHere as missing:
        yield Figure("recommender over Kafka", f"not measured: {missing}")


def _figures(settings: KafkaSettings, seed: int) -> Iterator[Figure]:
    topics = (ASSESSMENTS_RECEIVED.name, ASSESSMENTS_SET_ASIDE.name, PLANS_PROPOSED.name, _BARE)
    ensure_topics(settings, [TopicShape(name) for name in topics])
    sent = list(events(seed, _EVENTS))
    with closing(KafkaPublisher(settings)) as publisher:
        publisher.publish(sent)
    plan = planning(partial(propose, knowledge=knowledge()))
    keep_for_good()
    deliveries = _read(settings, ASSESSMENTS_RECEIVED.name)
    for delivery in deliveries[:_WARM]:
        plan(delivery)
    spent, made = _fastest(lambda turn: _in_memory(plan, deliveries))
    bodies = {
        (it.partition, it.position): messages[0].body or b""
        for it, messages in zip(deliveries, made, strict=True)
    }
    by_place = {
        (it.partition, it.position): messages for it, messages in zip(deliveries, made, strict=True)
    }
    bare, _ = _fastest(lambda turn: _bare_loop(settings, f"bare-{turn}", bodies))
    whole, _ = _fastest(lambda turn: _recommender(settings, f"whole-{turn}", plan))
    known, _ = _fastest(
        lambda turn: _recommender(
            settings, f"known-{turn}", lambda it: by_place[it.partition, it.position]
        )
    )
    yield from _told(bare=bare, memory=spent, whole=whole, known=known)
    yield from _relaying(settings, sent)
    again, _ = _fastest(lambda turn: _replayed(settings))
    yield told("plans read over again from Kafka", _EVENTS / again, unit="plans/s")


def _told(*, bare: float, memory: float, whole: float, known: float) -> Iterator[Figure]:
    yield told("kafka-python alone: consume and produce", _EVENTS / bare, unit="events/s")
    yield told("decode, plan, encode, in memory", _EVENTS / memory, unit="events/s")
    yield told("the recommender over Kafka", _EVENTS / whole, unit="events/s")
    ratio = whole / (bare + memory)
    yield Figure(
        "recommender's time an event, of both alone", f"{ratio:.2f}", "at most 1.25", ratio <= 1.25
    )
    yield at_least("plans made before, of kafka-python alone", bare / known, 0.5)


def _fastest(take: Callable[[int], Any]) -> tuple[float, Any]:
    """Take several turns; the fastest is the one that the machine disturbed least."""
    turns = []
    for turn in range(_TURNS):
        began = perf_counter()
        gave = take(turn)
        timed = gave if isinstance(gave, float) else perf_counter() - began
        turns.append((timed, gave))
    return min(turns, key=lambda it: it[0])


def _in_memory(plan: Handle, deliveries: Sequence[Delivery]) -> list[Sequence[Message]]:
    return [plan(delivery) for delivery in deliveries]


def _bare_loop(
    settings: KafkaSettings, group: str, bodies: Mapping[tuple[int, int], bytes]
) -> float:
    """Give the seconds from the first record to the last commit; joining a group is not counted."""
    consumer = KafkaConsumer(
        ASSESSMENTS_RECEIVED.name,
        bootstrap_servers=settings.bootstrap,
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_poll_records=FEW.limit,
        fetch_max_wait_ms=50,
    )
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap, enable_idempotence=True, acks="all"
    )
    done, began = 0, 0.0
    try:
        while done < _EVENTS:
            polled = consumer.poll(timeout_ms=1000, max_records=FEW.limit)
            began = began or (perf_counter() if polled else 0.0)
            records = [record for each in polled.values() for record in each]
            futures = [
                producer.send(
                    _BARE, bodies[it.partition, it.offset], it.key, partition=it.partition
                )
                for it in records
            ]
            producer.flush()
            for future in futures:
                future.get()
            consumer.commit(
                {
                    place: OffsetAndMetadata(each[-1].offset + 1, "", -1)
                    for place, each in polled.items()
                }
            )
            done += len(records)
        return perf_counter() - began
    finally:
        producer.close()
        consumer.close(autocommit=False)


def _recommender(settings: KafkaSettings, group: str, handle: Handle) -> float:
    """Give the seconds from the first step that had something to do to the end of the last."""
    with (
        closing(KafkaPublisher(settings)) as publisher,
        closing(KafkaFeed(settings, group, [ASSESSMENTS_RECEIVED.name])) as feed,
    ):
        aside = partial(set_aside_message, onto=ASSESSMENTS_SET_ASIDE, now=clock.now)
        consumer = Consumer("bench", feed, KafkaLedger(feed, publisher, aside), handle, FEW)
        done, spent = 0, 0.0
        while done < _EVENTS:
            before = perf_counter()
            count = consumer.step()
            if count:
                spent += perf_counter() - before
            done += count
        return spent


def _read(settings: KafkaSettings, topic: str) -> list[Delivery]:
    with closing(KafkaFeed(settings, None, [topic])) as feed:
        feed.start({})
        read: list[Delivery] = []
        while len(read) < _EVENTS:
            read += feed.poll(500, 1.0)
        return read


def _replayed(settings: KafkaSettings) -> float:
    began = perf_counter()
    _read(settings, PLANS_PROPOSED.name)
    return perf_counter() - began


def _relaying(settings: KafkaSettings, sent: Sequence[Message]) -> Iterator[Figure]:
    """Ship a backlog, as the relay does, and send the same with the client alone."""
    backlog = [
        Message(_BARE, it.key, f"{turn}-{it.id}", it.headers, it.body)
        for turn in range(-(-_BACKLOG // len(sent)))
        for it in sent
    ][:_BACKLOG]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "intake.db"
        with Writer(log) as writer:
            EmbeddedPublisher(writer).publish(backlog)
            shipped = _ship(settings, log)
    bare = _sent_bare(settings, backlog)
    yield told("relay, a backlog of assessments", len(backlog) / shipped, unit="events/s")
    yield told("relay, of kafka-python's producer alone", bare / shipped)


def _ship(settings: KafkaSettings, log: Path) -> float:
    with (
        Writer(log.with_name("relay.db")) as writer,
        closing(KafkaPublisher(settings)) as publisher,
        closing(LogOutbox(log, writer)) as outbox,
    ):
        relay = Relay("bench", outbox, publisher)
        relay.step()  # the first makes the connection
        began, left = perf_counter(), _BACKLOG - 500
        while count := relay.step():
            left -= count
        assert left == 0
        return (perf_counter() - began) * _BACKLOG / (_BACKLOG - 500)


def _sent_bare(settings: KafkaSettings, backlog: Sequence[Message]) -> float:
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap, enable_idempotence=True, acks="all"
    )
    try:
        producer.send(_BARE, b"{}", b"warm").get()
        began = perf_counter()
        for start in range(0, len(backlog), 500):
            sent = [
                producer.send(_BARE, it.body, it.key, headers=list(it.headers))
                for it in backlog[start : start + 500]
            ]
            producer.flush()
            for one in sent:
                one.get()
        return perf_counter() - began
    finally:
        producer.close()
