"""``facialis migrate``: a line moves to Kafka with every partition, position, id and byte."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bus.embedded import LogOutbox, Writer
from bus.kafka.feed import KafkaFeed
from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.kafka.topics import TopicShape
from bus.port import Message
from facialis.files import INTAKE, RELAY
from facialis.operators.kafka_logs import KafkaLogs
from facialis.operators.logs import EmbeddedLogs
from facialis.operators.migrating import Migration
from facialis.trouble import Trouble
from schemas.topics import ASSESSMENTS_RECEIVED, TOPICS
from tests.facialis.lines import a_line, facialis, post, put, soon
from tests.facialis.test_planning import MINIMAL

pytestmark = [pytest.mark.kafka, pytest.mark.xdist_group("kafka")]

SHAPES = tuple(TopicShape(name) for name in TOPICS)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A line at rest: assessments, plans, one set aside with bytes that are no text."""
    folder = tmp_path_factory.mktemp("moving") / "data"
    put(folder, b"\xff\x00{", key=b"\xfe\x01")
    with a_line(folder) as line:
        for number in range(20):
            ids = {"patient_ref": f"P-{number % 7}", "assessment_id": f"a-{number}"}
            post(line, "/v1/assessments", {**MINIMAL, **ids})
        assert soon(lambda: len(line.plans()) == 7)
    return folder


@pytest.fixture
def settings(fresh_kafka: KafkaSettings) -> KafkaSettings:
    return fresh_kafka


def all_of(logs: Any, topic: str) -> list[Any]:
    found = [(it.partition, it.position, it.key, it.headers, it.body) for it in logs.scan(topic)]
    return sorted(found)


def test_everything_lies_on_the_brokers_as_it_lay_in_the_files(data: Path, settings: KafkaSettings):
    moved = Migration(data, settings, SHAPES).run()
    for topic in TOPICS:
        assert all_of(KafkaLogs(settings), topic) == all_of(EmbeddedLogs(data), topic)
    assert sum(it.messages for it in moved if it.topic == ASSESSMENTS_RECEIVED.name) == 21


def test_readers_go_on_where_they_stood(data: Path, settings: KafkaSettings):
    Migration(data, settings, SHAPES).run()
    feed = KafkaFeed(settings, "recommender", [ASSESSMENTS_RECEIVED.name])
    with closing(feed):
        stands = EmbeddedLogs(data).stands("recommender")
        assert feed.committed() == stands
        assert sum(stands.values()) == 21
    with Writer(data / RELAY) as writer, closing(LogOutbox(data / INTAKE, writer)) as outbox:
        assert outbox.read(0, 10) == []


def test_a_move_that_was_broken_off_goes_on_and_doubles_nothing(
    data: Path, settings: KafkaSettings
):
    class BrokenOff(Exception):
        pass

    def after_some(count: int) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        Migration(data, settings, SHAPES, told=after_some).run()
    for _ in range(2):
        Migration(data, settings, SHAPES).run()
    for topic in TOPICS:
        assert all_of(KafkaLogs(settings), topic) == all_of(EmbeddedLogs(data), topic)


def test_brokers_that_hold_something_else_are_refused(data: Path, settings: KafkaSettings):
    Migration(data, settings, SHAPES).run()
    with closing(KafkaPublisher(settings)) as publisher:
        publisher.publish([Message(ASSESSMENTS_RECEIVED.name, b"P-1", "another", (), b"{}")])
    with pytest.raises(Trouble, match="not the beginning of this log"):
        Migration(data, settings, SHAPES).run()


def test_another_number_of_partitions_is_refused_with_the_mend(data: Path, settings: KafkaSettings):
    shapes = tuple(TopicShape(name, partitions=4) for name in TOPICS)
    with pytest.raises(Trouble) as refused:
        Migration(data, settings, shapes).run()
    assert refused.value.mend == "Set KAFKA_PARTITIONS=6"


def test_the_command_moves_a_line_at_rest_and_none_that_runs(data: Path, settings: KafkaSettings):
    with a_line(data):
        refused = facialis("migrate", "--to", settings.bootstrap, "--data", str(data))
    assert refused.returncode == 1
    assert "Stop it first" in refused.stderr
    done = facialis("migrate", "--to", settings.bootstrap, "--data", str(data), width=60)
    assert done.returncode == 0, done.stderr
    assert "assessments.received.v1" in done.stdout
    assert "the same on both sides" in done.stdout
    lines = [line for line in done.stdout.splitlines() if str(data) not in line]
    assert max(map(len, lines)) <= 60
