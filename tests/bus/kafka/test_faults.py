"""
A broker that is killed, stands still or is cut off; and the client's own faults (ADR 0013).

After each: everything acknowledged is read, once, and each key in its order.
"""

import time
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest

from bus.backoff import Backoff
from bus.consume import Consumer, ConsumerSettings
from bus.errors import Unavailable
from bus.kafka.feed import KafkaFeed
from bus.kafka.ledger import KafkaLedger
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.port import Message
from bus.relay import Relay, RelaySettings
from tests.bus.adapters import ids_of, set_aside_message
from tests.bus.kafka.conftest import SHORT
from tests.bus.kafka.reading import next_positions, numbered, on, orders, read, until
from tests.tcp_proxy import Proxy

pytestmark = pytest.mark.kafka

SOON = Backoff(least_s=0.05, most_s=0.2)
MINUTE = 60


class Sender:
    """An outbox in memory whose relay sends one message after the other until told to stop."""

    def __init__(self, topic, settings, *, every_s=0.005):
        self.messages, self.shipped_to = numbered(topic, 100_000), 0
        self._ready, self._every_s = 0, every_s
        self._publisher = KafkaPublisher(replace(settings, **SHORT))
        self.relay = Relay("relay", self, self._publisher, RelaySettings(50, 0.01, SOON))

    def read(self, after, limit):
        time.sleep(self._every_s)
        self._ready += 1
        return [(at + 1, self.messages[at]) for at in range(after, self._ready)][:limit]

    def shipped(self, seq):
        self.shipped_to = seq

    @property
    def acknowledged(self):
        return self.messages[: self.shipped_to]

    @contextmanager
    def sending(self):
        stop = Event()
        thread = Thread(target=self.relay.run, args=(stop,))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(MINUTE)
            self._publisher.close()
        assert not thread.is_alive()


@pytest.fixture
def kept_alive(kafka_broker):
    """The broker, brought back whatever a test did to it."""
    yield kafka_broker
    kafka_broker.resume()
    kafka_broker.start()


@pytest.fixture
def own(kept_alive):
    return KafkaSettings(kept_alive.bootstrap, quiet_s=0.5, call_s=20, publish_s=30)


def everything_is_there_once_and_in_order(settings, sender, topic):
    feed = KafkaFeed(settings, None, [topic])
    found = read(feed, within_s=MINUTE)
    feed.close()
    acknowledged = [it.id for it in sender.acknowledged]
    assert len(acknowledged) > 20, "the sender got somewhere"
    ids = ids_of(found)
    assert len(set(ids)) == len(ids), "doubled"
    assert set(acknowledged) <= set(ids), "lost"
    for key, seen in orders(found).items():
        assert seen == sorted(seen), f"out of order: {key}"


def after_more_went_through(sender, number=30):
    aim = sender.shipped_to + number
    until(lambda: sender.shipped_to >= aim, MINUTE)


def test_killed_again_and_again_while_sending_it_loses_nothing(kept_alive, own, topic):
    sender = Sender(topic, own)
    with sender.sending():
        for _ in range(3):
            after_more_went_through(sender)
            kept_alive.kill()
            kept_alive.start()
        after_more_went_through(sender)
    everything_is_there_once_and_in_order(own, sender, topic)


def test_standing_still_longer_than_any_of_our_waits_it_loses_nothing(kept_alive, own, topic):
    """Longer than the request timeout: every request under way is sent again."""
    sender = Sender(topic, own)
    with sender.sending():
        after_more_went_through(sender)
        kept_alive.pause()
        until(lambda: sender.relay.health().state == "waiting", MINUTE)
        time.sleep(5)
        kept_alive.resume()
        after_more_went_through(sender)
    everything_is_there_once_and_in_order(own, sender, topic)


def test_after_an_outage_the_same_producer_goes_on(kept_alive, own, topic):
    """With the default delivery timeout it would be dead for ever by then (B3)."""
    publisher = KafkaPublisher(replace(own, **SHORT))
    until(lambda: no_longer_away(publisher, on(topic, "before")))
    producer = publisher._guarded.client
    kept_alive.pause()
    for _ in range(3):
        with pytest.raises(Unavailable, match="1 messages under way"):
            publisher.publish(on(topic, "during"))
    kept_alive.resume()
    until(lambda: no_longer_away(publisher, on(topic, "during", "after")))
    assert publisher._guarded.client is producer
    publisher.close()
    feed = KafkaFeed(own, None, [topic])
    assert ids_of(read(feed)) == ["before", "during", "after"]
    assert sum(it.fetched for it in feed._shelves.values()) == 3, "published again, sent once"
    feed.close()


def no_longer_away(publisher, messages):
    return attempted(lambda: publisher.publish(messages) or True)


@pytest.mark.parametrize("fault", ["cut", "hold"])
def test_a_wire_that_breaks_or_goes_dead_loses_nothing(kept_alive, own, topic, fault):
    with Proxy(kept_alive.proxied, kept_alive.behind_proxy) as wire:
        through = replace(own, bootstrap=f"127.0.0.1:{kept_alive.proxied}")
        sender = Sender(topic, through)
        with sender.sending():
            for _ in range(3):
                after_more_went_through(sender)
                getattr(wire, fault)()
                time.sleep(3 if fault == "hold" else 0)
                wire.heal()
            after_more_went_through(sender)
        everything_is_there_once_and_in_order(own, sender, topic)


def test_a_feed_says_that_no_broker_is_behind_the_silence(kept_alive, own, topic):
    """The client's own poll returns nothing and says nothing."""
    feed = KafkaFeed(replace(own, **SHORT), "group-" + topic, [topic])
    until(lambda: polled(feed, []) and feed.partitions())
    kept_alive.pause()
    began = time.monotonic()
    with pytest.raises(Unavailable):
        until(lambda: feed.poll(1, 0.1), MINUTE)
    assert time.monotonic() - began < 10
    kept_alive.resume()
    feed.close()


def test_a_commit_during_an_outage_comes_back_and_later_succeeds(kept_alive, own, topic):
    """A transaction's commit would hang for ever here (B2)."""
    publisher = KafkaPublisher(own)
    publisher.publish(numbered(topic, 10, keys=1))
    publisher.close()
    feed = KafkaFeed(replace(own, **SHORT), "group-" + topic, [topic])
    seen = []
    until(lambda: polled(feed, seen) and len(set(ids_of(seen))) == 10)
    kept_alive.kill()
    began = time.monotonic()
    with pytest.raises(Unavailable):
        feed.commit(next_positions(seen))
    assert time.monotonic() - began < 10
    kept_alive.start()
    again = []

    def take_again_and_commit():
        again.extend(feed.poll(500, 0.2))
        if all_came := len(set(ids_of(again))) == 10:
            feed.commit(next_positions(again))
        return all_came

    until(lambda: attempted(take_again_and_commit))
    assert feed.committed() == next_positions(again)
    feed.close()


def polled(feed, found):
    return attempted(lambda: found.extend(feed.poll(500, 0.2)) or True)


def attempted(call):
    """What it gives, and False while something is away."""
    try:
        return call()
    except Unavailable:
        return False


def test_a_damaged_record_is_said_and_does_not_turn_us_round_for_ever(kept_alive, own, topic):
    """The client would spin after it, at 100 % (B4)."""
    publisher = KafkaPublisher(own)
    publisher.publish(on(topic, "whole", body=b"canary" * 20))
    publisher.close()
    (log,) = (
        it for it in kept_alive.folder.glob(f"data/{topic}-*/*.log") if b"canary" in it.read_bytes()
    )
    damaged = log.read_bytes().replace(b"canary", b"cAnary", 1)
    with log.open("r+b") as file:
        file.write(damaged)
    feed = KafkaFeed(own, None, [topic])
    for _ in range(3):
        began = time.monotonic()
        feed.start({})
        with pytest.raises(Unavailable, match="CorruptRecordError") as said:
            until(lambda: feed.poll(10, 0.2))
        assert "canary" not in str(said.value)
        assert time.monotonic() - began < 15
    feed.close()


def test_a_consumer_goes_through_kills_and_pauses_without_losing_or_doubling(
    kept_alive, own, make_topic
):
    source, made = make_topic(), make_topic()
    sender = Sender(source, own)

    def handle(it):
        named = dict(it.headers)["ce_id"].decode()
        return (Message(made, it.key, f"of-{named}", it.headers, it.body),)

    short = replace(own, session_timeout_s=3.0, **SHORT)
    feed, publisher = KafkaFeed(short, "group-" + source, [source]), KafkaPublisher(short)
    ledger = KafkaLedger(feed, publisher, set_aside_message)
    maker = Consumer("maker", feed, ledger, handle, ConsumerSettings(poll_s=0.1, backoff=SOON))
    stop = Event()
    thread = Thread(target=maker.run, args=(stop,))
    thread.start()
    with sender.sending():
        after_more_went_through(sender)
        kept_alive.kill()
        kept_alive.start()
        after_more_went_through(sender)
        kept_alive.pause()
        time.sleep(5)  # longer than the session: when it stands up, we are no member any more
        kept_alive.resume()
        after_more_went_through(sender)
    until(lambda: sum(committed(own, source).values()) >= sender.shipped_to, MINUTE)
    stop.set()
    thread.join(MINUTE)
    feed.close()
    publisher.close()
    everything_is_there_once_and_in_order(own, sender, made)


def committed(settings, topic):
    feed = KafkaFeed(settings, "group-" + topic, [topic])
    try:
        return feed.committed()
    finally:
        feed.close()
