"""A message as Kafka carries it, and back: nothing of ours is seen by whoever reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from bus.port import Delivery, Headers, Message

_ID = "ce_id"
_OWN_ID = "bus_id"
"""Carries an id that is not the event's own, as that of a message which keeps a set-aside one."""


class Record(Protocol):
    """What we read of kafka-python's ConsumerRecord; any part of a stranger's may be missing."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]


def headers_of(message: Message) -> list[tuple[str, bytes]]:
    """Return the headers to send: the message's, and its id when they do not tell it."""
    named = message.id.encode()
    if _first(message.headers) == named:
        return list(message.headers)
    return [*message.headers, (_OWN_ID, named)]


def delivery_of(record: Record) -> tuple[str | None, Delivery]:
    """Return the id of the event, None for a stranger's without one, and what was delivered."""
    headers: Headers = tuple((name, value or b"") for name, value in record.headers)
    named = _first(headers)
    if headers and headers[-1][0] == _OWN_ID:
        *_, (_, named) = headers
        headers = headers[:-1]
    delivery = Delivery(
        record.topic,
        record.partition,
        record.offset,
        record.key or b"",
        headers,
        record.value,
        datetime.fromtimestamp(record.timestamp / 1000, UTC),
    )
    # A stranger's id may be any bytes; it is only ever compared.
    return None if named is None else named.decode(errors="surrogateescape"), delivery


def _first(headers: Headers) -> bytes | None:
    return next((value for name, value in headers if name == _ID), None)
