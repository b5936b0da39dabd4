"""A Kafka without topics of ours for each test that asks for one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import closing

import pytest

from bus.kafka.settings import KafkaSettings
from schemas.topics import TOPICS
from tests.facialis.lines import soon
from tests.kafka_broker import Broker


@pytest.fixture
def fresh_kafka(kafka_broker: Broker) -> Iterator[KafkaSettings]:
    """How the session's broker is reached; our topics are not there yet."""
    from bus.kafka.clients import admin_client  # not before pytest is ready for its warnings

    settings = KafkaSettings(kafka_broker.bootstrap)
    with closing(admin_client(settings)) as admin:
        if there := set(admin.list_topics()) & set(TOPICS):
            admin.delete_topics(sorted(there))
            assert soon(lambda: not set(admin.list_topics()) & set(TOPICS))
    yield settings
    # What the client left to the collector goes here, where that is no fault of another test.
    gc.collect()
