"""A topic of its own for each test, and clients that are closed behind it."""

import gc
from dataclasses import replace
from uuid import uuid4

import pytest

from bus.kafka.settings import KafkaSettings

PATIENT = {"connect_s": 20.0, "call_s": 20.0, "publish_s": 30.0, "quiet_s": 0.5}
"""A slow machine is no failure."""

SHORT = {"connect_s": 2.0, "call_s": 2.0, "publish_s": 2.0}
"""For tests of what is away, so that they do not take as long as in service."""


@pytest.fixture
def settings(kafka_bootstrap):
    return KafkaSettings(kafka_bootstrap, **PATIENT)


@pytest.fixture
def make_topic(settings):
    """Makes topics with names of their own."""
    from bus.kafka.topics import TopicShape, ensure_topics
    from tests.bus.adapters import until

    def make(partitions=4, **shape):
        topic = f"test-{uuid4().hex}"
        until(lambda: ensure_topics(settings, [TopicShape(topic, partitions, **shape)]))
        return topic

    return make


@pytest.fixture
def topic(make_topic):
    return make_topic()


@pytest.fixture
def opened():
    """Give it whatever has to be closed after the test."""
    clients = []
    yield lambda client: clients.append(client) or client
    for client in clients:
        client.close()


@pytest.fixture
def publisher(settings, opened):
    from bus.kafka.publisher import KafkaPublisher

    return opened(KafkaPublisher(settings))


@pytest.fixture
def hasty_publisher(settings, opened):
    """One that soon gives up waiting."""
    from bus.kafka.publisher import KafkaPublisher

    return opened(KafkaPublisher(replace(settings, **SHORT)))


@pytest.fixture
def make_feed(settings, opened):
    """Makes feeds; changed settings by name."""
    from bus.kafka.feed import KafkaFeed

    def make(group, *topics, places=None, **changed):
        return opened(KafkaFeed(replace(settings, **changed), group, topics, places))

    return make


@pytest.fixture(autouse=True)
def leave_no_connection_to_the_next_test():
    yield
    gc.collect()
