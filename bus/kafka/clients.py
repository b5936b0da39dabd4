"""The one place where clients of Kafka are made, with every setting that matters said."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol, TypeVar, cast

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import KafkaTimeoutError
from kafka.net.compat import KafkaNetClient
from kafka.structs import MemberState, OffsetAndMetadata, TopicPartition

from bus.errors import Unavailable
from bus.kafka.records import Record
from bus.kafka.settings import MOST_BYTES, KafkaSettings
from bus.port import Positions

__all__ = [
    "MemberState",
    "TopicPartition",
    "admin_client",
    "consumer_client",
    "offsets",
    "producer_client",
]

T = TypeVar("T")

_DAY_MS = 24 * 60 * 60 * 1000

# At DEBUG the client writes keys, headers and bodies into the log: patients' values.
logging.getLogger("kafka").setLevel(logging.CRITICAL)


class Sent(Protocol):
    """What becomes of one message that was sent."""

    is_done: bool

    def get(self, timeout: float) -> object: ...
    def failed(self) -> bool: ...


class Producer(Protocol):
    """What we call of KafkaProducer."""

    def partitions_for(self, topic: str) -> Collection[int]: ...
    def send(
        self,
        topic: str,
        *,
        value: bytes | None,
        key: bytes,
        headers: list[tuple[str, bytes]],
        partition: int,
    ) -> Sent: ...
    def close(self, timeout: float) -> None: ...


class Membership(Protocol):
    """Which member of the group we are, and whether a rebalance is under way."""

    generation_id: int
    member_id: str
    state: str


class Consumer(Protocol):
    """What we call of KafkaConsumer; times are in milliseconds there."""

    def subscribe(self, topics: list[str]) -> None: ...
    def topics(self) -> set[str]: ...
    def assign(self, partitions: list[TopicPartition]) -> None: ...
    def assignment(self) -> set[TopicPartition]: ...
    def partitions_for_topic(self, topic: str) -> set[int]: ...
    def poll(self, timeout_ms: float, max_records: int) -> dict[TopicPartition, list[Record]]: ...
    def seek(self, partition: TopicPartition, offset: int) -> None: ...
    def pause(self, *partitions: TopicPartition) -> None: ...
    def resume(self, *partitions: TopicPartition) -> None: ...
    def committed(self, partition: TopicPartition, *, timeout_ms: float) -> int | None: ...
    def commit(self, offsets: Mapping[Any, Any], timeout_ms: float) -> None: ...
    def group_metadata(self) -> Membership: ...
    def end_offsets(
        self, partitions: list[TopicPartition], timeout_ms: float
    ) -> dict[TopicPartition, int]: ...
    def close(self, *, autocommit: bool, timeout_ms: float) -> None: ...


def producer_client(settings: KafkaSettings) -> Producer:
    """
    Make a producer; blocks for at most ``connect_s``.

    Raises:
        Unavailable: no broker answers.
        KafkaError: they do not let us in.
    """
    made = _make(
        KafkaProducer,
        **_connection(settings),
        # Said, not left to its default: only then do contradicting settings raise.
        enable_idempotence=True,
        acks="all",
        max_in_flight_requests_per_connection=5,
        # A batch that expires leaves this producer dead for ever (ADR 0013), so none does: it is
        # sent again with the same number, and the broker knows it. Our own window is the bound.
        delivery_timeout_ms=_DAY_MS,
        max_block_ms=settings.call_s * 1000,
        linger_ms=0,
        batch_size=64 * 1024,
        max_request_size=MOST_BYTES,
        allow_auto_create_topics=False,
    )
    return cast("Producer", made)


def consumer_client(settings: KafkaSettings, group: str | None) -> Consumer:
    """
    Make a consumer that neither commits nor chooses a place by itself.

    Blocks for at most ``connect_s``. Keys and bodies stay bytes: an error in a deserializer would
    make the client turn round for ever (ADR 0013).

    Raises:
        Unavailable: no broker answers.
        KafkaError: they do not let us in.
    """
    made = _make(
        KafkaConsumer,
        **_connection(settings),
        group_id=group,
        group_instance_id=settings.instance if group else None,
        # Partition n of every topic goes to the same member, and with it all of a patient's events.
        partition_assignment_strategy=(RangePartitionAssignor,),
        session_timeout_ms=int(settings.session_timeout_s * 1000),
        heartbeat_interval_ms=int(settings.session_timeout_s * 1000 / 3),
        # Who does not poll for so long keeps every rebalance waiting, and is left out then. Longer
        # than the longest wait of a loop and its slowest batch together.
        max_poll_interval_ms=90_000,
        enable_auto_commit=False,
        # A position that is gone, or was never kept, means the beginning, never "from now on".
        auto_offset_reset="earliest",
        # We write no transactions; should others, what they took back must not be read.
        isolation_level="read_committed",
        # A broker answers one request of a connection at a time, and this client has one for all:
        # a commit waits until a fetch that finds nothing is answered.
        fetch_max_wait_ms=50,
        max_partition_fetch_bytes=MOST_BYTES,
        check_crcs=True,
        allow_auto_create_topics=False,
    )
    return cast("Consumer", made)


def admin_client(settings: KafkaSettings) -> Any:
    """
    Make a client that makes and describes topics; blocks for at most ``connect_s``.

    Raises:
        Unavailable: no broker answers.
        KafkaError: they do not let us in.
    """
    return _make(KafkaAdminClient, **_connection(settings))


def offsets(positions: Positions) -> Mapping[Any, Any]:
    """Return positions as the client wants them for a commit."""
    return {
        TopicPartition(*place): OffsetAndMetadata(position, "", -1)
        for place, position in positions.items()
    }


def _connection(settings: KafkaSettings) -> dict[str, object]:
    return {
        "bootstrap_servers": settings.bootstrap.split(","),
        "client_id": settings.instance or "facialis",
        "bootstrap_timeout_ms": int(settings.connect_s * 1000),
        "request_timeout_ms": int(settings.call_s * 1000),
        "reconnect_backoff_max_ms": 1000,
        # The default of five minutes would hide a new leader, or a topic made just now.
        "metadata_max_age_ms": 30_000,
        "security_protocol": settings.security_protocol,
        "ssl_cafile": None if settings.ca_file is None else str(settings.ca_file),
        "ssl_check_hostname": True,
        "sasl_mechanism": settings.sasl_mechanism,
        "sasl_plain_username": settings.username,
        "sasl_plain_password": settings.password,
    }


def _make(kind: Callable[..., T], **options: object) -> T:
    """Make a client; one that is not let in would leave its thread and sockets behind."""
    begun: list[Any] = []
    servers = cast("list[str]", options["bootstrap_servers"])

    def network(**config: object) -> Any:
        begun.append(KafkaNetClient(**config))
        return begun[-1]

    try:
        return kind(kafka_client=network, **options)
    except BaseException as error:
        for client in begun:
            client.close()
        if isinstance(error, KafkaTimeoutError):
            # A wrong password and a wrong certificate look like this too: the client keeps what
            # the broker said to itself, and tries again.
            raise Unavailable(
                f"no broker of {','.join(servers)} let us in; are they running, and do "
                "KAFKA_SECURITY_PROTOCOL, KAFKA_CA_FILE, KAFKA_SASL_MECHANISM, KAFKA_USERNAME and "
                "KAFKA_PASSWORD_FILE fit them?"
            ) from error
        raise
