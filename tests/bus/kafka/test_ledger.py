"""Effects first, then the position; and while either is away, neither is dropped."""

from dataclasses import replace

import pytest

from bus import failpoints
from bus.consume import Consumer, ConsumerSettings
from bus.errors import Unavailable, Unreadable
from bus.failpoints import Tripped
from bus.kafka.ledger import KafkaLedger
from bus.port import Message, Outcome
from tests.bus.adapters import set_aside_message
from tests.bus.kafka.reading import ids, next_positions, numbered, on, read

pytestmark = pytest.mark.kafka


def a_ledger(feed, publisher, aside):
    return KafkaLedger(feed, publisher, lambda it: replace(set_aside_message(it), topic=aside))


def step_until_something(consumer):
    while not consumer.step():
        pass


def test_no_position_moves_before_every_effect_is_acknowledged(
    hasty_publisher, publisher, make_feed, topic
):
    publisher.publish(on(topic, "1"))
    feed = make_feed("group-" + topic, topic)
    seen = read(feed, number=1)
    ledger = a_ledger(feed, hasty_publisher, "test-nowhere")
    effect = Message("test-nowhere", b"k", "1", (), b"")
    with pytest.raises(Unavailable):
        ledger.commit(Outcome((effect,), (), next_positions(seen)))
    assert ledger.positions() == {}


def test_while_the_set_aside_topic_is_away_nothing_is_dropped(
    hasty_publisher, publisher, make_feed, make_topic, topic, settings
):
    from bus.kafka.topics import TopicShape, ensure_topics
    from tests.bus.adapters import until

    publisher.publish(on(topic, "1"))
    aside = topic + "-aside"
    feed = make_feed("group-" + topic, topic)
    ledger = a_ledger(feed, hasty_publisher, aside)

    def handle(_):
        raise Unreadable("not_json", "no")

    consumer = Consumer("reader", feed, ledger, handle, ConsumerSettings(poll_s=0.1))
    with pytest.raises(Unavailable):
        step_until_something(consumer)
    assert ledger.positions() == {}
    until(lambda: ensure_topics(settings, [TopicShape(aside)]))
    until(lambda: step_until_something(consumer))
    (kept,) = read(make_feed(None, aside))
    assert kept.body == b"1"
    assert sum(ledger.positions().values()) == 1


def test_a_crash_between_effect_and_position_doubles_nothing_that_is_seen(
    publisher, make_feed, make_topic, topic
):
    made = make_topic()
    publisher.publish(numbered(topic, 20))

    def run(feed):
        def handle(it):
            named = dict(it.headers)["ce_id"].decode()
            return (Message(made, it.key, f"of-{named}", it.headers, it.body),)

        return Consumer(
            "maker", feed, a_ledger(feed, publisher, made), handle, ConsumerSettings(poll_s=0.1)
        )

    first = make_feed("group-" + topic, topic)
    with failpoints.armed("kafka.before_positions"), pytest.raises(Tripped):
        step_until_something(run(first))
    first.close()
    publisher.close()  # a new process knows nothing of what the old one sent
    again = run(make_feed("group-" + topic, topic))
    done = 0
    while done < 20:
        done += again.step()
    log = make_feed(None, made)
    assert sorted(ids(log)) == [f"{it:06d}" for it in range(20)]
    assert sum(it.fetched for it in log._shelves.values()) > 20, "the repeats are in the log"
