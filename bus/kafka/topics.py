"""Makes the topics that are missing, and checks those that are there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import TopicAlreadyExistsError

from bus.errors import BusError, Unavailable
from bus.kafka.clients import admin_client
from bus.kafka.guarded import Guarded
from bus.kafka.settings import MOST_BYTES, KafkaSettings
from bus.kafka.watchdog import Watchdog, end_process

_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class TopicShape:
    """
    How a topic has to be.

    Attributes:
        partitions: chosen once for ever: with another number a key would change its partition, and
            a patient's events their order.
        replication: on how many brokers each message lies.
        min_insync: how many of them must have it before it is acknowledged.
        retention_days: after how many days messages are deleted; None keeps them for ever.
        cleanup: `delete`; a compacted topic would drop events of a patient.
    """

    name: str
    partitions: int = 6
    replication: int = 1
    min_insync: int = 1
    retention_days: int | None = None
    cleanup: str = "delete"


class TopicMisfit(BusError):
    """Topics are there and not as they have to be; an operator has to choose."""


def ensure_topics(
    settings: KafkaSettings,
    shapes: Sequence[TopicShape],
    *,
    end: Callable[[], None] = end_process,
) -> None:
    """
    Make the topics that are missing, and check the others; changes nothing that is there.

    May be called by several processes at once, and again at any time.

    Raises:
        Unavailable: no broker answers, or a new topic has no leader yet; try again later.
        TopicMisfit: a topic is not as it has to be; tells every fault and the command that mends.
        Refused: the brokers do not let us, or have too few copies to offer.
    """
    guarded: Guarded[Any] = Guarded(
        lambda: admin_client(settings), lambda it: it.close(), Watchdog(settings.hang_s, end)
    )
    try:
        with guarded.during("making topics"):
            _make_missing(guarded.client, shapes)
            faults = [fault for shape in shapes for fault in _faults(guarded.client, shape)]
    finally:
        guarded.close()
    if faults:
        raise TopicMisfit("; ".join(faults))


def _make_missing(admin: Any, shapes: Sequence[TopicShape]) -> None:
    names = [shape.name for shape in shapes]
    there = {it["name"] for it in admin.describe_topics(names) if not it["error_code"]}
    missing = {shape.name: _wanted(shape) for shape in shapes if shape.name not in there}
    if missing:
        with suppress(TopicAlreadyExistsError):  # another station makes them in this moment
            admin.create_topics(missing)


def _wanted(shape: TopicShape) -> dict[str, object]:
    return {
        "num_partitions": shape.partitions,
        "replication_factor": shape.replication,
        "configs": {
            "cleanup.policy": shape.cleanup,
            "retention.ms": str(_retention_ms(shape)),
            "max.message.bytes": str(MOST_BYTES),
            "min.insync.replicas": str(shape.min_insync),
            "unclean.leader.election.enable": "false",
            # When the log took it in, not when a sender says it did.
            "message.timestamp.type": "LogAppendTime",
            # A single copy is on the disk before it is acknowledged; several vouch for each other.
            **({"flush.messages": "1"} if shape.replication == 1 else {}),
        },
    }


def _retention_ms(shape: TopicShape) -> int:
    return -1 if shape.retention_days is None else shape.retention_days * _DAY_MS


def _faults(admin: Any, shape: TopicShape) -> Iterator[str]:
    (found,) = admin.describe_topics([shape.name])
    partitions = found["partitions"]
    if found["error_code"] or any(it["leader_id"] < 0 for it in partitions):
        raise Unavailable(f"topic {shape.name} has no leader yet")
    if len(partitions) != shape.partitions:
        yield (
            f"topic {shape.name} has {len(partitions)} partitions and has to have "
            f"{shape.partitions}; set KAFKA_PARTITIONS={len(partitions)}, or move to new topics: "
            "with more partitions a patient's events would lose their order"
        )
    copies = min(len(it["replica_nodes"]) for it in partitions)
    if copies < shape.replication:
        yield (
            f"topic {shape.name} has {copies} copies and has to have {shape.replication}; "
            "kafka-reassign-partitions.sh adds copies"
        )
    yield from _faults_of_settings(_settings_of(admin, shape.name), shape)


def _settings_of(admin: Any, topic: str) -> dict[str, str]:
    resource = ConfigResource(ConfigResourceType.TOPIC, topic)
    found = admin.describe_configs([resource], config_filter="all")["topic"][topic]
    return {name: it["value"] for name, it in found.items()}


def _faults_of_settings(found: dict[str, str], shape: TopicShape) -> Iterator[str]:
    kept, wanted = int(found["retention.ms"]), _retention_ms(shape)
    fits = {
        "cleanup.policy": (found["cleanup.policy"] == shape.cleanup, shape.cleanup),
        "retention.ms": (kept == -1 or -1 < wanted <= kept, wanted),
        "max.message.bytes": (int(found["max.message.bytes"]) >= MOST_BYTES, MOST_BYTES),
        "min.insync.replicas": (
            int(found["min.insync.replicas"]) >= shape.min_insync,
            shape.min_insync,
        ),
        "unclean.leader.election.enable": (
            found["unclean.leader.election.enable"] == "false",
            "false",
        ),
    }
    for name, (is_fit, right) in fits.items():
        if not is_fit:
            yield (
                f"topic {shape.name} has {name}={found[name]} and has to have {right}; "
                f"kafka-configs.sh --alter --entity-type topics --entity-name {shape.name} "
                f"--add-config {name}={right} mends it"
            )
