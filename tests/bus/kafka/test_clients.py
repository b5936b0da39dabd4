"""Every client is made with the settings that our promises rest on, TLS and SCRAM among them."""

from dataclasses import replace

import pytest

from bus.errors import Unavailable
from bus.kafka import clients
from bus.kafka.feed import KafkaFeed
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.kafka.topics import TopicShape, ensure_topics
from tests.bus.adapters import until
from tests.bus.kafka.conftest import PATIENT, SHORT
from tests.bus.kafka.reading import ids, on

SECRET = KafkaSettings(
    "one:9092,two:9092",
    security_protocol="SASL_SSL",
    sasl_mechanism="SCRAM-SHA-512",
    username="facialis",
    password="canary",
    instance="recommender-1",
)


@pytest.fixture
def made(monkeypatch):
    """What each client would be made with."""
    found = {}
    for kind in ("KafkaProducer", "KafkaConsumer", "KafkaAdminClient"):
        monkeypatch.setattr(clients, kind, lambda kind=kind, **told: found.setdefault(kind, told))
    return found


def test_a_producer_repeats_without_doubling_and_its_batches_never_expire(made):
    clients.producer_client(SECRET)
    told = made["KafkaProducer"]
    assert told["enable_idempotence"] is True
    assert told["acks"] == "all"
    assert told["delivery_timeout_ms"] == 86_400_000
    assert "transactional_id" not in told


def test_a_consumer_neither_commits_nor_skips_by_itself(made):
    clients.consumer_client(SECRET, "recommender")
    told = made["KafkaConsumer"]
    assert told["enable_auto_commit"] is False
    assert told["auto_offset_reset"] == "earliest"
    assert told["isolation_level"] == "read_committed"
    assert told["group_instance_id"] == "recommender-1"
    assert told["session_timeout_ms"] == 10_000
    assert "value_deserializer" not in told


def test_one_without_a_group_has_no_lasting_name(made):
    clients.consumer_client(SECRET, None)
    assert made["KafkaConsumer"]["group_instance_id"] is None


def test_none_of_them_makes_topics_or_trusts_a_wrong_name(made):
    clients.producer_client(SECRET)
    clients.consumer_client(SECRET, "recommender")
    clients.admin_client(SECRET)
    for told in made.values():
        assert told.get("allow_auto_create_topics", False) is False
        assert told["bootstrap_servers"] == ["one:9092", "two:9092"]
        assert told["ssl_check_hostname"] is True
        assert told["sasl_mechanism"] == "SCRAM-SHA-512"
        assert (told["sasl_plain_username"], told["sasl_plain_password"]) == ("facialis", "canary")


def test_settings_show_no_password():
    assert "canary" not in repr(SECRET)


def test_the_client_writes_no_bodies_into_the_log():
    import logging

    assert not logging.getLogger("kafka.producer.kafka").isEnabledFor(logging.DEBUG)


@pytest.fixture
def secure(kafka_broker):
    return KafkaSettings(
        kafka_broker.secure,
        security_protocol="SASL_SSL",
        ca_file=kafka_broker.ca_file,
        sasl_mechanism="SCRAM-SHA-512",
        username="facialis",
        password=kafka_broker.password,
        **PATIENT,
    )


@pytest.mark.kafka
def test_through_tls_and_scram_a_message_goes_there_and_back(secure, topic, opened):
    until(lambda: ensure_topics(secure, [TopicShape(topic, 4)]))
    opened(KafkaPublisher(secure)).publish(on(topic, "1"))
    assert ids(opened(KafkaFeed(secure, "group-" + topic, [topic]))) == ["1"]


@pytest.mark.kafka
@pytest.mark.parametrize(
    "changed",
    [
        {"password": "wrong"},
        {"username": "stranger"},
        {"ca_file": None},
        {"security_protocol": "SASL_PLAINTEXT"},
    ],
    ids=lambda it: next(iter(it)),
)
def test_nobody_comes_in_with_less(secure, topic, opened, changed, caplog):
    publisher = opened(KafkaPublisher(replace(secure, **SHORT, **changed)))
    with pytest.raises(Unavailable, match="KAFKA_PASSWORD_FILE") as refused:
        publisher.publish(on(topic, "1"))
    assert secure.password not in caplog.text + str(refused.value)
