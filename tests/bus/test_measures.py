"""Loops tell whoever watches what they did, and only when it is so."""

import logging
from itertools import count
from threading import Event

import pytest

from bus.backoff import Backoff
from bus.consume import Consumer, ConsumerSettings
from bus.errors import Unavailable, Unreadable
from bus.measures import UNWATCHED
from bus.relay import Relay, RelaySettings
from tests.bus.adapters import a_message
from tests.bus.watched import ListFeed, ListLedger, Remembering, a_delivery

AT_ONCE = ConsumerSettings(limit=3, backoff=Backoff(least_s=0.001, most_s=0.001))


def a_consumer(handle, watch, *, deliveries=5, ledger=None):
    feed = ListFeed([a_delivery(it) for it in range(deliveries)])
    ticks = count(0, 0.5)
    return Consumer(
        "maker",
        feed,
        ledger or ListLedger(),
        handle,
        AT_ONCE,
        clock=lambda: next(ticks),
        watch=watch,
    )


def test_a_batch_is_told_after_its_commit_with_what_it_took():
    watch, ledger = Remembering(), ListLedger()
    a_consumer(lambda it: [it.position], watch, ledger=ledger).step()
    assert [name for name, *_ in watch.told] == ["started", "polled", "committed"]
    ((loop, batch),) = watch.of("committed")
    assert loop == "maker"
    assert [it.position for it in batch.deliveries] == [0, 1, 2]
    assert [batch.outcome] == ledger.outcomes
    assert (batch.handling_s, batch.committing_s) == (0.5, 0.5)


def test_what_was_set_aside_is_in_the_batch():
    watch = Remembering()

    def handle(delivery):
        if delivery.position == 1:
            raise Unreadable("not_json", "no")
        return []

    a_consumer(handle, watch).step()
    ((_, batch),) = watch.of("committed")
    assert [it.delivery.position for it in batch.outcome.set_aside] == [1]
    assert len(batch.deliveries) == 3


def test_only_the_part_before_a_wait_is_told_as_committed():
    watch = Remembering()

    def handle(delivery):
        if delivery.position == 2:
            raise Unavailable("away")
        return []

    a_consumer(handle, watch).step()
    ((_, batch),) = watch.of("committed")
    assert [it.position for it in batch.deliveries] == [0, 1]


def test_a_commit_that_failed_is_not_told():
    class Refusing(ListLedger):
        def commit(self, outcome):
            raise Unavailable("disk full")

    watch = Remembering()
    with pytest.raises(Unavailable):
        a_consumer(lambda _: [], watch, ledger=Refusing()).step()
    assert not watch.of("committed")


def test_an_empty_poll_is_told_and_commits_nothing():
    watch = Remembering()
    a_consumer(lambda _: [], watch, deliveries=0).step()
    assert [name for name, *_ in watch.told] == ["started", "polled"]


def test_a_wait_is_told_with_what_is_away_and_logged_with_what_was_in_hand(caplog):
    stop, watch = Event(), Remembering()
    away = Unavailable("away")

    def handle(delivery):
        stop.set()
        raise away

    with caplog.at_level(logging.WARNING):
        a_consumer(handle, watch).run(stop)
    assert watch.of("waited") == [["maker", away]]
    (record,) = caplog.records
    assert record.loop == "maker"
    assert record.delivery.position == 0


def test_a_stop_is_logged_with_what_was_in_hand(caplog):
    def handle(delivery):
        if delivery.position == 1:
            raise ZeroDivisionError
        return []

    with caplog.at_level(logging.WARNING):
        a_consumer(handle, UNWATCHED).run(Event())
    (record,) = caplog.records
    assert (record.levelno, record.delivery.position) == (logging.CRITICAL, 1)


class ListOutbox:
    def __init__(self, messages):
        self.waiting = list(enumerate(messages, start=1))

    def read(self, after, limit):
        return [it for it in self.waiting if it[0] > after][:limit]

    def shipped(self, seq):
        self.waiting = [it for it in self.waiting if it[0] > seq]


class ListPublisher:
    def __init__(self, *faults):
        self.faults = list(faults)

    def publish(self, messages):
        if self.faults:
            raise self.faults.pop(0)


def test_a_relay_tells_what_it_published_and_not_what_it_could_not():
    watch, ticks = Remembering(), count(0, 0.5)
    messages = [a_message("1"), a_message("2")]
    relay = Relay(
        "decisions",
        ListOutbox(messages),
        ListPublisher(Unavailable("away")),
        RelaySettings(),
        clock=lambda: next(ticks),
        watch=watch,
    )
    with pytest.raises(Unavailable):
        relay.step()
    assert not watch.of("shipped")
    relay.step()
    assert watch.of("shipped") == [["decisions", messages, 0.5]]
    assert len(watch.of("polled")) == 2
