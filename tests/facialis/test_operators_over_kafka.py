"""The operators' commands where the line runs over Kafka."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bus.kafka.publisher import KafkaPublisher
from bus.kafka.settings import KafkaSettings
from bus.kafka.topics import TopicShape, ensure_topics
from bus.port import Message, SetAside
from facialis.__main__ import main
from facialis.operators.kafka_logs import KafkaLogs
from facialis.operators.migrating import patiently
from schemas.envelope import headers_of
from schemas.topics import ASSESSMENTS_RECEIVED, ASSESSMENTS_SET_ASIDE, PLANS_PROPOSED, TOPICS
from services.set_aside import set_aside_message
from tests.builders import NOW, a_delivery, a_received, an_envelope
from tests.facialis.lines import facialis

pytestmark = [pytest.mark.kafka, pytest.mark.xdist_group("kafka")]

ODD = b"\xff\x00{"


@pytest.fixture
def settings(fresh_kafka: KafkaSettings) -> KafkaSettings:
    patiently(lambda: ensure_topics(fresh_kafka, [TopicShape(name) for name in TOPICS]))
    return fresh_kafka


def told(settings: KafkaSettings, data: Path, *words: str) -> str:
    environ = {"KAFKA_BOOTSTRAP_SERVERS": settings.bootstrap}
    answer = CliRunner().invoke(main, [*words, "--data", str(data)], obj=environ)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def publish(settings: KafkaSettings, *messages: Message) -> None:
    with closing(KafkaPublisher(settings)) as publisher:
        publisher.publish(messages)


def test_what_was_set_aside_is_listed_and_handed_on_byte_for_byte(
    settings: KafkaSettings, tmp_path: Path
):
    aside = SetAside(a_delivery(ODD), "not_json", "not_utf8")
    publish(settings, set_aside_message(aside, onto=ASSESSMENTS_SET_ASIDE, now=lambda: NOW))
    (one,) = map(json.loads, told(settings, tmp_path, "set-aside", "list", "--json").splitlines())
    assert (one["reason"], one["state"]) == ("not_json", "waits")
    assert "1 handed on again" in told(settings, tmp_path, "set-aside", "retry", one["id"])
    ((event_id, delivery),) = KafkaLogs(settings).events(ASSESSMENTS_RECEIVED.name)
    assert (delivery.key, delivery.body) == (b"P-1", ODD)
    assert dict(delivery.headers)["retry_of"].decode() == one["id"]
    assert event_id not in (None, one["id"])


def test_a_replay_publishes_what_is_news_and_nothing_twice(settings: KafkaSettings, tmp_path: Path):
    for number in range(8):
        body = a_received(patient_ref=f"P-{number}", assessment_id=f"a-{number}")
        headers = headers_of(an_envelope(id=f"e-{number}", subject=f"a-{number}"))
        message = Message(
            ASSESSMENTS_RECEIVED.name,
            f"P-{number}".encode(),
            f"e-{number}",
            headers,
            json.dumps(body).encode(),
        )
        publish(settings, message)
    dry = json.loads(told(settings, tmp_path, "replay", "--dry-run", "--json"))
    assert (dry["new"], list(KafkaLogs(settings).scan(PLANS_PROPOSED.name))) == (8, [])
    assert json.loads(told(settings, tmp_path, "replay", "--json"))["new"] == 8
    again = json.loads(told(settings, tmp_path, "replay", "--json"))
    assert (again["new"], again["unchanged"]) == (0, 8)
    assert len(list(KafkaLogs(settings).scan(PLANS_PROPOSED.name))) == 8
    assert list(tmp_path.iterdir()) == []


def test_brokers_that_are_away_are_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1")
    answer = facialis("set-aside", "list", "--data", str(tmp_path))
    assert answer.returncode == 1
    assert "Say it again when that is mended" in answer.stderr
    assert "Traceback" not in answer.stderr
