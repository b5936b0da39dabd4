"""Topics are made as they have to be, and one that is not is told with what mends it."""

from threading import Thread
from uuid import uuid4

import pytest

from bus.errors import Unavailable
from bus.kafka.topics import TopicMisfit, TopicShape, ensure_topics
from bus.kafka.trouble import Refused
from tests.bus.adapters import until

pytestmark = pytest.mark.kafka


@pytest.fixture
def name():
    return f"test-{uuid4().hex}"


def ensure(settings, *shapes):
    until(lambda: ensure_topics(settings, shapes))


def settings_of(settings, topic):
    from bus.kafka.clients import admin_client
    from bus.kafka.topics import _settings_of

    admin = admin_client(settings)
    found = _settings_of(admin, topic)
    admin.close()
    return found


def test_a_single_copy_is_on_the_disk_before_it_is_acknowledged(settings, name):
    ensure(settings, TopicShape(name))
    found = settings_of(settings, name)
    assert found["flush.messages"] == "1"
    assert found["retention.ms"] == "-1"
    assert found["message.timestamp.type"] == "LogAppendTime"
    assert found["unclean.leader.election.enable"] == "false"
    assert found["cleanup.policy"] == "delete"


def test_messages_are_kept_as_many_days_as_asked(settings, name):
    ensure(settings, TopicShape(name, retention_days=30))
    assert settings_of(settings, name)["retention.ms"] == str(30 * 24 * 60 * 60 * 1000)


def test_what_is_there_and_fits_is_left_alone(settings, name):
    for _ in range(3):
        ensure(settings, TopicShape(name))


def test_several_stations_may_make_them_at_once(settings, name):
    faults = []

    def make():
        try:
            ensure(settings, TopicShape(name))
        except Exception as error:
            faults.append(error)

    threads = [Thread(target=make) for _ in range(4)]
    for it in threads:
        it.start()
    for it in threads:
        it.join()
    assert faults == []


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"partitions": 6}, "has 4 partitions and has to have 6"),
        ({"replication": 3}, "has 1 copies and has to have 3"),
        ({"min_insync": 2}, "min.insync.replicas=1 and has to have 2"),
        ({"cleanup": "compact"}, "--add-config cleanup.policy=compact"),
        ({"retention_days": 60}, "retention.ms=2592000000 and has to have 5184000000"),
        ({"retention_days": None}, "has to have -1"),
    ],
)
def test_a_topic_that_does_not_fit_is_told_with_what_mends_it(settings, name, wanted, told):
    ensure(settings, TopicShape(name, 4, retention_days=30))
    shape = TopicShape(name, **{"partitions": 4, "retention_days": 30, **wanted})
    with pytest.raises(TopicMisfit, match=told):
        ensure_topics(settings, [shape])


def test_a_longer_retention_fits(settings, name):
    ensure(settings, TopicShape(name, retention_days=30))
    ensure_topics(settings, [TopicShape(name, retention_days=7)])


def test_more_copies_than_brokers_are_refused_with_the_setting_to_mend(settings, name):
    with pytest.raises(Refused, match="KAFKA_REPLICATION"):
        ensure_topics(settings, [TopicShape(name, replication=3)])


def test_without_any_broker_it_says_so(settings):
    from dataclasses import replace

    with pytest.raises(Unavailable):
        ensure_topics(replace(settings, bootstrap="127.0.0.1:1", connect_s=1), [])
