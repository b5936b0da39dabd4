"""Publishing over a real broker: acknowledged or said not to be, and never more than the window."""

import threading
from dataclasses import replace
from threading import Thread
from time import monotonic

import pytest

from bus.errors import Unavailable, is_retriable
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import MOST_BYTES
from bus.kafka.trouble import Refused
from bus.partition import partition_of
from tests.bus.adapters import a_message
from tests.bus.kafka.reading import ids, numbered, on, orders, read, until

pytestmark = pytest.mark.kafka


def test_a_key_has_the_partition_that_the_embedded_log_would_give_it(publisher, make_feed, topic):
    publisher.publish(numbered(topic, 60, keys=30))
    found = read(make_feed(None, topic))
    assert len(found) == 60
    assert all(it.partition == partition_of(it.key, 4) for it in found)


def test_more_messages_than_the_window_go_through_in_order(settings, make_feed, topic, opened):
    publisher = opened(KafkaPublisher(replace(settings, window=10)))
    messages = numbered(topic, 300)
    publisher.publish(messages)
    expected = {it.key: [m.id for m in messages if m.key == it.key] for it in messages}
    assert orders(read(make_feed(None, topic))) == expected


def test_several_threads_may_publish_at_once(publisher, make_feed, topic):
    def publish(thread):
        for number in range(20):
            publisher.publish(on(topic, f"{thread}-{number}", key=f"patient-{thread}"))

    threads = [Thread(target=publish, args=(it,)) for it in range(4)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    found = orders(read(make_feed(None, topic)))
    for thread in range(4):
        assert found[b"patient-%d" % thread] == [f"{thread}-{it}" for it in range(20)]


def test_a_topic_that_is_not_there_is_waited_for(hasty_publisher):
    with pytest.raises(Unavailable):
        hasty_publisher.publish([a_message("1", topic="test-nowhere")])


def test_a_topic_made_later_is_found(hasty_publisher, make_feed, make_topic, settings):
    from bus.kafka.topics import TopicShape, ensure_topics
    from tests.bus.adapters import until

    later = make_topic() + "-later"
    with pytest.raises(Unavailable):
        hasty_publisher.publish(on(later, "1"))
    until(lambda: ensure_topics(settings, [TopicShape(later)]))
    until(lambda: hasty_publisher.publish(on(later, "1")))
    assert ids(make_feed(None, later)) == ["1"]


def test_a_message_larger_than_any_topic_takes_stops_and_drops_nothing(publisher, make_feed, topic):
    large = on(topic, "large", body=b"x" * MOST_BYTES)
    with pytest.raises(Refused, match="larger than its topic takes") as refused:
        publisher.publish([*on(topic, "1"), *large])
    assert not is_retriable(refused.value)
    publisher.publish(on(topic, "2"))
    assert ids(make_feed(None, topic))[-1] == "2"


def test_what_the_broker_refuses_is_not_taken_for_done(publisher, make_feed, topic, settings):
    """The future fails and not the call: whoever does not look at it believes it done (B1)."""
    from kafka.admin import ConfigResource, ConfigResourceType

    from bus.kafka.clients import admin_client

    admin = admin_client(settings)
    small = ConfigResource(ConfigResourceType.TOPIC, topic, {"max.message.bytes": "1000"})
    admin.alter_configs([small])
    admin.close()
    with pytest.raises(Refused):
        publisher.publish(on(topic, "large", body=b"x" * 5000))
    publisher.publish(on(topic, "small"))
    assert ids(make_feed(None, topic)) == ["small"]


def test_a_closed_publisher_may_be_closed_again_and_used_again(publisher, make_feed, topic):
    publisher.publish(on(topic, "1"))
    publisher.close()
    publisher.close()
    publisher.publish(on(topic, "2"))
    assert ids(make_feed(None, topic)) == ["1", "2"]


def test_without_any_broker_it_says_so_in_time(settings):
    publisher = KafkaPublisher(replace(settings, bootstrap="127.0.0.1:1", connect_s=1))
    began = monotonic()
    with pytest.raises(Unavailable):
        publisher.publish(on("topic", "1"))
    assert monotonic() - began < 10
    publisher.close()


def test_looking_for_a_broker_in_vain_leaves_no_thread_behind(settings):
    publisher = KafkaPublisher(replace(settings, bootstrap="127.0.0.1:1", connect_s=0.3))
    before = set(threading.enumerate())
    for _ in range(4):
        with pytest.raises(Unavailable):
            publisher.publish(on("topic", "1"))
    # Its own watchdog stays until it is closed.
    until(lambda: len(set(threading.enumerate()) - before) <= 1)
    publisher.close()
