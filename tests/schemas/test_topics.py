"""Topics are named alike, have one producer, and bodies that can be read."""

import re

import pytest

from schemas.bodies import READERS, read_body
from schemas.topics import ASSESSMENTS_RECEIVED, TOPICS, Topic
from tests.builders import a_delivery, a_received

STATIONS = {"intake", "recommender", "review"}


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_a_topic_is_named_by_noun_participle_and_version(topic: Topic) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z-]+\.v[0-9]+", topic.name)
    assert TOPICS[topic.name] is topic
    assert topic.producer in STATIONS
    assert set(topic.consumers) <= STATIONS - {topic.producer}
    assert topic.title.endswith(".")


@pytest.mark.parametrize("topic", TOPICS.values(), ids=lambda topic: topic.name)
def test_a_body_is_read_by_its_schema_unless_it_is_an_original(topic: Topic) -> None:
    assert (topic.schema == "original") == topic.name.endswith(".set-aside.v1")
    assert (topic.schema in READERS) == (topic.schema != "original")


def test_the_body_of_an_event_is_read() -> None:
    raw = a_delivery().body
    assert raw is not None
    assert read_body(ASSESSMENTS_RECEIVED.name, raw) == a_received()


def test_what_was_set_aside_is_not_read() -> None:
    with pytest.raises(KeyError):
        read_body("assessments.set-aside.v1", b"{}")
