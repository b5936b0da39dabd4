"""What the stations of a line over Kafka need of it, made from the settings."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bus.kafka.settings import KafkaSettings
from bus.kafka.topics import TopicShape, ensure_topics
from facialis.first import First
from facialis.loops import Loop
from facialis.settings_line import LineSettings
from schemas.topics import TOPICS


def kafka_of(settings: LineSettings, station: str) -> KafkaSettings:
    """Say where the brokers are, and who this process is to them."""
    brokers = settings.brokers
    return KafkaSettings(
        bootstrap=brokers.servers,
        security_protocol=brokers.security_protocol,
        ca_file=Path(brokers.ca_file) if brokers.ca_file else None,
        sasl_mechanism=brokers.sasl_mechanism,
        username=brokers.username,
        password=brokers.password,
        instance=f"{station}-{settings.instance}",
        session_timeout_s=brokers.session_s,
    )


def topic_shapes(settings: LineSettings) -> tuple[TopicShape, ...]:
    """Say how every topic of ours has to be."""
    shape = settings.shape
    return tuple(
        TopicShape(
            name=name,
            partitions=shape.partitions,
            replication=shape.replication,
            min_insync=shape.min_insync,
            retention_days=shape.keep_days.get(name),
        )
        for name in TOPICS
    )


def once_topics_are_there(loop: Loop, settings: LineSettings, station: str) -> Loop:
    """Let a loop begin when every topic is there and as it has to be, and wait until then."""
    ensure = partial(ensure_topics, kafka_of(settings, station), topic_shapes(settings))
    return First(ensure, loop)
