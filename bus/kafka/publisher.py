"""Puts messages on Kafka's topics, and returns when every one of them is acknowledged."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Lock

from bus import failpoints
from bus.errors import Unavailable
from bus.kafka.clients import Producer, Sent, producer_client
from bus.kafka.guarded import Guarded
from bus.kafka.records import headers_of
from bus.kafka.settings import KafkaSettings
from bus.kafka.watchdog import Watchdog, end_process
from bus.partition import partition_of
from bus.port import Message

_BEFORE_SEND = failpoints.declare("kafka.before_send")
_AFTER_SEND = failpoints.declare("kafka.after_send")

_CLOSE_S = 3.0


class KafkaPublisher:
    """
    Keeps the promises of ``bus.port.Publisher`` over Kafka.

    What was sent and not acknowledged is remembered: published again, it is waited for and not
    sent a second time. So an outage fills neither memory nor log, and at most ``window`` messages
    are under way. A client is made at the first message; make this after any fork.
    """

    def __init__(
        self,
        settings: KafkaSettings,
        *,
        end: Callable[[], None] = end_process,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._guarded = Guarded(
            lambda: producer_client(settings), _end, Watchdog(settings.hang_s, end)
        )
        self._lock = Lock()
        self._under_way: dict[tuple[str, str], Sent] = {}
        self._in_vain_since: float | None = None

    def publish(self, messages: Sequence[Message]) -> None:
        """
        Make the messages durable, in order.

        Raises:
            Unavailable: not acknowledged within ``publish_s``; publish the same again.
            Refused: an operator has to mend something; nothing was dropped.
        """
        if not messages:
            return
        with self._lock:
            _BEFORE_SEND.reach()
            try:
                with self._guarded.during("publishing"):
                    self._publish(messages)
            finally:
                if not self._guarded.is_made:
                    self._under_way = {}
            _AFTER_SEND.reach()

    def close(self) -> None:
        """Let the connections go, within seconds; a further call does nothing."""
        with self._lock:
            self._guarded.close()
            self._under_way = {}

    def _publish(self, messages: Sequence[Message]) -> None:
        deadline = self._clock() + self._settings.publish_s
        producer = self._guarded.client
        self._forget_what_arrived()
        sent = [self._send(producer, message, deadline) for message in messages]
        for it in sent:
            self._wait_for(it, deadline)
        self._in_vain_since = None
        for message in messages:
            self._under_way.pop((message.topic, message.id), None)

    def _send(self, producer: Producer, message: Message, deadline: float) -> Sent:
        event = message.topic, message.id
        if event not in self._under_way:
            if len(self._under_way) >= self._settings.window:
                self._wait_for(next(iter(self._under_way.values())), deadline)
                self._forget_what_arrived()
            # Ours, so that a log moves over with every key in its place, and no rule of the
            # client's that may change.
            partition = partition_of(message.key, len(producer.partitions_for(message.topic)))
            self._under_way[event] = producer.send(
                message.topic,
                value=message.body,
                key=message.key,
                headers=headers_of(message),
                partition=partition,
            )
        return self._under_way[event]

    def _wait_for(self, sent: Sent, deadline: float) -> None:
        """Wait until it is acknowledged; raises what the client says, or Unavailable in time."""
        try:
            sent.get(max(0.0, deadline - self._clock()))
        except Exception:
            if not sent.is_done:
                self._lose_patience()
            raise

    def _lose_patience(self) -> None:
        """
        Say that it takes too long, and keep the client, which goes on trying.

        When nothing came through for ``hang_s`` it may be the client that hangs, and it is made
        anew. What it had under way may then arrive twice, which ids make harmless.
        """
        now = self._clock()
        self._in_vain_since = self._in_vain_since or now
        if now - self._in_vain_since >= self._settings.hang_s:
            self._in_vain_since = None
            self._guarded.discard()
        raise Unavailable(
            f"publishing: not acknowledged within {self._settings.publish_s:g} s, "
            f"{len(self._under_way)} messages under way"
        )

    def _forget_what_arrived(self) -> None:
        self._under_way = {
            event: sent
            for event, sent in self._under_way.items()
            if not sent.is_done or sent.failed()
        }


def _end(producer: Producer) -> None:
    try:
        producer.close(timeout=_CLOSE_S)
    finally:
        _force(producer)


def _force(producer: Producer) -> None:
    """
    End a producer that could not send what it had: its own close leaves it alive then.

    It would go on sending behind our back when the brokers return.
    """
    sender = getattr(producer, "_sender", None)
    if sender is not None and sender.is_alive():
        sender.force_close()
        producer._closed = True  # type: ignore[attr-defined]
