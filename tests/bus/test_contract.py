"""What every adapter promises; see ``bus/port.py``. Each adapter runs these same tests."""

import logging
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread

import pytest

from bus import failpoints
from bus.backoff import Backoff
from bus.breaker import Breaker
from bus.consume import Consumer, ConsumerSettings
from bus.errors import TooManySetAside, Unavailable, Unreadable
from bus.failpoints import Tripped
from bus.port import Outcome
from tests.bus.adapters import (
    ADAPTERS,
    ASIDE,
    MADE,
    RECEIVED,
    WITHDRAWN,
    a_message,
    all_of,
    ids_of,
    made_of,
)

AT_ONCE = ConsumerSettings(poll_s=0, backoff=Backoff(least_s=0.001, most_s=0.002))
SECONDS = 60
LOOP = ("after_poll", "after_handle", "before_commit", "after_commit")
CRASHES = [
    pytest.param(name, point, marks=[pytest.mark.kafka] if name == "kafka" else [])
    for name, it in ADAPTERS.items()
    for point in (*LOOP, *it.failpoints)
]


def a_consumer(adapter, handle=made_of, *, name="maker", settings=AT_ONCE, topics=(RECEIVED,)):
    feed, ledger = adapter.station(name, topics)
    return Consumer(name, feed, ledger, handle, settings)


def some_messages(number, *, keys=7):
    return [a_message(f"{it:05d}", f"patient-{it % keys}") for it in range(number)]


def publish(adapter, messages):
    adapter.publisher().publish(messages)


def drain(consumer):
    while consumer.step():
        pass


def made(adapter, topic=MADE):
    return ids_of(all_of(adapter.feed(topic)))


def by_key(deliveries):
    keys = {it.key for it in deliveries}
    return {key: ids_of([it for it in deliveries if it.key == key]) for key in keys}


@contextmanager
def running(consumer):
    stop = Event()
    thread = Thread(target=consumer.run, args=(stop,))
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(SECONDS)
    assert not thread.is_alive()


def run_until_it_stops(consumer):
    with running(consumer) as thread:
        thread.join(SECONDS)
        assert not thread.is_alive(), "it goes on"


def until(holds):
    """Wait for another thread to bring something about."""
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.002)


# Publishing and reading


def test_messages_of_one_key_come_in_the_order_they_were_published(adapter):
    messages = some_messages(200)
    for start in range(0, 200, 20):
        publish(adapter, messages[start : start + 20])
    for key, ids in by_key(all_of(adapter.feed(RECEIVED))).items():
        assert ids == [it.id for it in messages if it.key == key]


def test_messages_of_one_key_share_a_partition_and_keys_spread(adapter):
    publish(adapter, some_messages(200, keys=40))
    found = all_of(adapter.feed(RECEIVED))
    places = {(it.key, it.partition) for it in found}
    assert len(places) == 40
    assert len({partition for _, partition in places}) > 2


def test_positions_in_a_partition_only_rise(adapter):
    publish(adapter, some_messages(100))
    last = {}
    for it in all_of(adapter.feed(RECEIVED)):
        assert it.position > last.get(it.partition, -1)
        last[it.partition] = it.position


def test_publishing_the_same_event_again_changes_nothing(adapter):
    message = a_message("once", body=b"first")
    publish(adapter, [message])
    publish(adapter, [message, replace(message, body=b"second")])
    assert [it.body for it in all_of(adapter.feed(RECEIVED))] == [b"first"]


def test_a_repeat_among_new_ones_takes_no_new_one_with_it(adapter):
    publish(adapter, [a_message("2")])
    publish(adapter, [a_message("1"), a_message("2"), a_message("3"), a_message("3")])
    found = all_of(adapter.feed(RECEIVED))
    assert ids_of(found) == ["2", "1", "3"]
    if adapter.repeats_leave_no_gap:
        assert [it.position for it in found] == [0, 1, 2]


def test_the_same_id_on_another_topic_is_another_event(adapter):
    publish(adapter, [a_message("1"), a_message("1", topic=WITHDRAWN)])
    assert len(all_of(adapter.feed(RECEIVED, WITHDRAWN))) == 2


def test_what_was_published_survives_a_restart(adapter):
    publish(adapter, some_messages(10))
    before = all_of(adapter.feed(RECEIVED))
    adapter.restart()
    assert all_of(adapter.feed(RECEIVED)) == before


@pytest.mark.parametrize(
    "changed",
    [
        {"headers": ()},
        {"headers": (("ce_id", b"1"), ("ce_id", b"2"), ("", b""))},
        {"headers": (("Überschrift 🙂", "grün".encode()), ("bytes", bytes(range(256))))},
        {"headers": tuple((f"h{it}", b"v" * it) for it in range(300))},
        {"key": bytes(range(256))},
        {"key": b""},
        {"body": b""},
        {"body": b"\xff\xfe\x00 not text"},
        {"body": b"a large one " * 90_000},
        {"id": "patient's 🙂 \" id; --"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_content_comes_back_byte_for_byte(adapter, changed):
    message = a_message("1", **changed)
    publish(adapter, [message])
    (found,) = all_of(adapter.feed(RECEIVED))
    assert (found.key, found.headers, found.body) == (message.key, message.headers, message.body)


def test_an_erased_body_is_delivered_as_none_in_its_place(adapter):
    publish(adapter, [a_message("1"), a_message("2", body=None), a_message("3")])
    found = all_of(adapter.feed(RECEIVED))
    assert [(it.position, it.body) for it in found] == [(0, b"1"), (1, None), (2, b"3")]


def test_publishing_nothing_is_nothing(adapter):
    publish(adapter, [])
    assert all_of(adapter.feed(RECEIVED)) == []


def test_a_message_is_stamped_with_an_aware_time(adapter):
    publish(adapter, some_messages(3))
    stamps = [it.recorded_at for it in all_of(adapter.feed(RECEIVED))]
    assert {it.utcoffset().total_seconds() for it in stamps} == {0}
    assert max(stamps).year > 2020


def test_neither_message_nor_delivery_shows_its_content(adapter):
    canary = a_message("1", "canary-key", body=b"canary-body", headers=(("h", b"canary-h"),))
    publish(adapter, [canary])
    (found,) = all_of(adapter.feed(RECEIVED))
    assert "canary" not in repr(canary) + repr(found)
    assert RECEIVED in repr(found)


def test_when_the_log_is_away_publishing_says_so_and_may_be_repeated(adapter):
    with adapter.away(), pytest.raises(Unavailable):
        publish(adapter, [a_message("1")])
    publish(adapter, [a_message("1")])
    publish(adapter, [a_message("1")])
    assert made(adapter, RECEIVED) == ["1"]


# Feeds


def test_a_poll_gives_no_more_than_its_limit(adapter):
    publish(adapter, some_messages(50))
    feed = adapter.feed(RECEIVED)
    feed.start({})
    assert len(feed.poll(7, 0)) == 7


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_a_small_limit_starves_no_partition(adapter, limit):
    publish(adapter, some_messages(600, keys=60))
    feed = adapter.feed(RECEIVED)
    feed.start({})
    seen = {it.partition for _ in range(60 // limit) for it in feed.poll(limit, 0)}
    assert seen == {it.partition for it in all_of(adapter.feed(RECEIVED))}


def test_a_limit_larger_than_its_share_is_filled_from_one_full_partition(adapter):
    publish(adapter, some_messages(100, keys=1))
    feed = adapter.feed(RECEIVED)
    feed.start({})
    assert len(feed.poll(90, 0)) == 90


def test_an_empty_poll_returns_nothing(adapter):
    feed = adapter.feed(RECEIVED)
    feed.start({})
    assert list(feed.poll(10, 0.01)) == []


def test_a_waiting_poll_sees_what_is_published_meanwhile(adapter):
    feed = adapter.feed(RECEIVED)
    feed.start({})
    thread = Thread(target=publish, args=(adapter, [a_message("1")]))
    began = time.monotonic()
    thread.start()
    assert ids_of(list(feed.poll(10, SECONDS))) == ["1"]
    assert time.monotonic() - began < SECONDS / 2, "it did not wait its time out"
    thread.join()


def test_a_feed_starts_again_where_it_is_told_to(adapter):
    publish(adapter, some_messages(20, keys=1))
    feed = adapter.feed(RECEIVED)
    feed.start({})
    partition = feed.poll(20, 0)[0].partition
    feed.start({(RECEIVED, partition): 15})
    assert ids_of(list(feed.poll(20, 0))) == [f"{it:05d}" for it in range(15, 20)]


def test_a_closed_feed_may_be_closed_again(adapter):
    feed = adapter.feed(RECEIVED)
    feed.close()
    feed.close()


# The ledger


def test_the_same_outcome_committed_twice_takes_effect_once(adapter):
    ledger = adapter.ledger("maker")
    outcome = Outcome((a_message("1", topic=MADE),), (), {(RECEIVED, 2): 5})
    ledger.commit(outcome)
    ledger.commit(outcome)
    assert made(adapter) == ["1"]
    assert ledger.positions() == {(RECEIVED, 2): 5}


def test_a_late_commit_moves_no_position_back(adapter):
    ledger = adapter.ledger("maker")
    ledger.commit(Outcome((), (), {(RECEIVED, 0): 9}))
    ledger.commit(Outcome((), (), {(RECEIVED, 0): 4, (RECEIVED, 1): 1}))
    assert ledger.positions() == {(RECEIVED, 0): 9, (RECEIVED, 1): 1}


def test_a_commit_that_fails_leaves_neither_effect_nor_position(adapter):
    ledger = adapter.ledger("maker")
    with adapter.away(), pytest.raises(Unavailable):
        ledger.commit(Outcome((a_message("1", topic=MADE),), (), {(RECEIVED, 0): 1}))
    assert (made(adapter), ledger.positions()) == ([], {})


def test_positions_survive_a_restart(adapter):
    adapter.ledger("maker").commit(Outcome((), (), {(RECEIVED, 3): 7}))
    adapter.restart()
    assert adapter.ledger("maker").positions() == {(RECEIVED, 3): 7}


# The loop


def test_each_event_has_its_effect_once_and_in_order(adapter):
    messages = some_messages(100)
    publish(adapter, messages)
    drain(a_consumer(adapter))
    for key, ids in by_key(all_of(adapter.feed(MADE))).items():
        assert ids == [it.id for it in messages if it.key == key]


def test_a_consumer_goes_on_where_it_stood(adapter):
    publish(adapter, some_messages(10))
    drain(a_consumer(adapter))
    adapter.restart()
    publish(adapter, some_messages(15))
    seen = []
    drain(a_consumer(adapter, lambda it: seen.append(it) or made_of(it)))
    assert sorted(ids_of(seen)) == [f"{it:05d}" for it in range(10, 15)]


def test_two_consumers_each_see_everything(adapter):
    publish(adapter, some_messages(30))
    seen = {"maker": [], "other": []}
    for name in seen:
        drain(a_consumer(adapter, lambda it, name=name: seen[name].append(it) or (), name=name))
    assert sorted(ids_of(seen["maker"])) == sorted(ids_of(seen["other"]))
    assert len(seen["maker"]) == 30


def test_one_consumer_reads_several_topics(adapter):
    publish(adapter, [a_message("1"), a_message("2", topic=WITHDRAWN)])
    drain(a_consumer(adapter, topics=(RECEIVED, WITHDRAWN)))
    assert sorted(made(adapter)) == ["1", "2"]


@pytest.mark.parametrize(("adapter", "point"), CRASHES, indirect=["adapter"])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_crash_at_any_point_loses_and_doubles_nothing(adapter, point, nth):
    messages = some_messages(60)
    publish(adapter, messages)
    settings = replace(AT_ONCE, limit=10)
    with failpoints.armed(point, nth=nth), pytest.raises(Tripped):
        drain(a_consumer(adapter, settings=settings))
    adapter.restart()
    moved = sum(adapter.ledger("maker").positions().values())
    assert len(made(adapter)) >= moved, "no position without its effects"
    if adapter.effects_and_positions_are_one:
        assert len(made(adapter)) == moved, "effects and positions are one"
    drain(a_consumer(adapter, settings=settings))
    assert Counter(made(adapter)) == Counter(it.id for it in messages)


def test_what_cannot_be_read_is_set_aside_byte_for_byte_and_the_rest_goes_on(adapter):
    poison = a_message("2", body=b"\xff\x00{", headers=(("ce_id", b"2"), ("x", b"\xfe\x00")))
    publish(adapter, [a_message("1"), poison, a_message("3")])

    def handle(delivery):
        if delivery.body == poison.body:
            raise Unreadable("not_json", "not JSON at byte 0")
        return made_of(delivery)

    drain(a_consumer(adapter, handle))
    assert made(adapter) == ["1", "3"]
    (kept,) = all_of(adapter.feed(ASIDE))
    assert (kept.key, kept.body, kept.headers[:2]) == (poison.key, poison.body, poison.headers)
    told = dict(kept.headers)
    assert told["set_aside_reason"] == b"not_json"
    assert told["set_aside_position"].endswith(b"@1")


def test_what_was_set_aside_is_not_set_aside_again_after_a_crash(adapter):
    publish(adapter, some_messages(5))

    def handle(_):
        raise Unreadable("wrong_schema", "no")

    with failpoints.armed("after_commit"), pytest.raises(Tripped):
        a_consumer(adapter, handle).step()
    adapter.restart()
    drain(a_consumer(adapter, handle))
    assert len(all_of(adapter.feed(ASIDE))) == 5


def test_a_handler_may_be_a_generator_and_fail_late(adapter):
    publish(adapter, [a_message("1")])

    def handle(delivery):
        yield from made_of(delivery)
        raise Unreadable("wrong_schema", "found late")

    drain(a_consumer(adapter, handle))
    assert (made(adapter), len(all_of(adapter.feed(ASIDE)))) == ([], 1)


def test_while_something_is_away_the_consumer_waits_and_then_goes_on(adapter):
    publish(adapter, some_messages(20))
    looks, positions = [], []

    def handle(delivery):
        looks.append(consumer.health())
        if len(looks) <= 3:
            positions.append(adapter.ledger("maker").positions())
            raise Unavailable("dependency away")
        return made_of(delivery)

    consumer = a_consumer(adapter, handle)
    with running(consumer):
        until(lambda: len(made(adapter)) == 20)
        until(lambda: consumer.health().last_error is None)
    assert sorted(made(adapter)) == [f"{it:05d}" for it in range(20)]
    assert positions == [{}, {}, {}], "the position stood still while it waited"
    assert [it.state for it in looks[1:4]] == ["waiting"] * 3
    assert looks[1].last_error == "Unavailable: dependency away"


def test_while_the_ledger_is_away_the_consumer_waits_and_then_goes_on(adapter):
    publish(adapter, some_messages(20))
    consumer = a_consumer(adapter)
    with ExitStack() as away:
        away.enter_context(adapter.away())
        with running(consumer):
            until(lambda: consumer.health().state == "waiting")
            assert made(adapter) == []
            away.close()
            until(lambda: len(made(adapter)) == 20)
    assert sorted(made(adapter)) == [f"{it:05d}" for it in range(20)]


def test_one_key_in_trouble_does_not_block_the_other_partitions(adapter):
    publish(adapter, some_messages(300, keys=30))
    received = all_of(adapter.feed(RECEIVED))
    blocked = received[0]

    def handle(delivery):
        if delivery.key == blocked.key:
            raise Unavailable("away for this one")
        return made_of(delivery)

    consumer = a_consumer(adapter, handle, settings=replace(AT_ONCE, limit=20))
    for _ in range(100):
        with suppress(Unavailable):
            consumer.step()
    elsewhere = [it for it in received if it.partition != blocked.partition]
    assert set(ids_of(elsewhere)) <= set(made(adapter))
    assert blocked.key not in {it.key for it in all_of(adapter.feed(MADE))}


def test_a_programmers_error_stops_loudly_without_moving_or_telling_content(adapter, caplog):
    publish(adapter, [a_message("1", "canary-key", body=b"canary-body")])

    def handle(delivery):
        raise ZeroDivisionError(f"{delivery.body!r} broke it")

    consumer = a_consumer(adapter, handle)
    with caplog.at_level(logging.DEBUG):
        run_until_it_stops(consumer)
    assert adapter.ledger("maker").positions() == {}
    assert consumer.health().state == "stopped"
    assert "ZeroDivisionError" in consumer.health().last_error
    (record,) = [it for it in caplog.records if it.levelno == logging.CRITICAL]
    assert f"{RECEIVED}/" in record.getMessage()
    assert "@0" in record.getMessage()
    assert "ZeroDivisionError" in record.getMessage()
    assert "canary" not in caplog.text + consumer.health().last_error


def test_after_the_mend_a_stopped_consumer_goes_on(adapter):
    publish(adapter, some_messages(5))
    faulty = [True]

    def handle(delivery):
        if faulty[0]:
            raise KeyError("bug")
        return made_of(delivery)

    consumer = a_consumer(adapter, handle)
    run_until_it_stops(consumer)
    assert made(adapter) == []
    faulty[0] = False
    drain(consumer)
    assert len(made(adapter)) == 5


def test_too_many_set_aside_in_a_row_stop_the_consumer_and_drop_nothing(adapter):
    publish(adapter, some_messages(30))
    readable = [False]

    def handle(delivery):
        if not readable[0]:
            raise Unreadable("wrong_version", "version 9 is not known")
        return made_of(delivery)

    consumer = a_consumer(adapter, handle)
    run_until_it_stops(consumer)
    assert consumer.health().state == "stopped"
    assert "20 deliveries in a row" in consumer.health().last_error
    assert (all_of(adapter.feed(ASIDE)), adapter.ledger("maker").positions()) == ([], {})
    readable[0] = True
    drain(consumer)
    assert len(made(adapter)) == 30


def test_the_breaker_counts_across_batches_and_only_what_was_committed(adapter):
    publish(adapter, some_messages(12, keys=1))

    def handle(_):
        raise Unreadable("wrong_version", "no")

    settings = replace(AT_ONCE, limit=1, breaker=Breaker(in_a_row=10))
    consumer = a_consumer(adapter, handle, settings=settings)
    for _ in range(20):
        with failpoints.armed("before_commit"), pytest.raises(Tripped):
            consumer.step()
    for _ in range(9):
        assert consumer.step() == 1
    with pytest.raises(TooManySetAside):
        consumer.step()
    assert len(all_of(adapter.feed(ASIDE))) == 9


def test_a_stopping_consumer_keeps_what_it_handled_and_leaves_the_rest(adapter):
    publish(adapter, some_messages(50))
    stop, handled = Event(), []

    def handle(delivery):
        handled.append(delivery)
        if len(handled) == 10:
            stop.set()
        return made_of(delivery)

    consumer = a_consumer(adapter, handle)
    consumer.run(stop)
    assert (len(handled), len(made(adapter))) == (10, 10)
    drain(a_consumer(adapter))
    assert len(made(adapter)) == 50


def test_an_idle_consumer_ends_within_a_second(adapter):
    stop = Event()
    consumer = a_consumer(adapter, settings=ConsumerSettings())
    thread = Thread(target=consumer.run, args=(stop,))
    thread.start()
    until(lambda: consumer.health().quiet_s is not None)
    assert consumer.health().state == "running"
    stop.set()
    thread.join(2)  # a second, and one for a busy machine
    assert not thread.is_alive()
    assert consumer.health().state == "stopped"


def test_a_waiting_consumer_ends_within_a_second(adapter):
    def handle(_):
        raise Unavailable("away")

    publish(adapter, [a_message("1")])
    slow = ConsumerSettings(backoff=Backoff(least_s=600, most_s=600))
    consumer = a_consumer(adapter, handle, settings=slow)
    stop = Event()
    thread = Thread(target=consumer.run, args=(stop,))
    thread.start()
    until(lambda: consumer.health().state == "waiting")
    stop.set()
    thread.join(2)  # a second, and one for a busy machine
    assert not thread.is_alive()


def test_an_erased_event_reaches_the_handler(adapter):
    publish(adapter, [a_message("1", body=None), a_message("2")])
    drain(a_consumer(adapter, lambda it: () if it.body is None else made_of(it)))
    assert made(adapter) == ["2"]
