"""What is to be told to others, written beside what it tells of; shipped later, in order."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bus.port import Headers, Message
from services.review.store.inserting import add_to
from services.review.store.store import Store
from services.review.store.tables import outbox
from services.review.store.turns import take_turn_at_putting


def put(connection: Connection, messages: Sequence[Message]) -> None:
    """Add messages to those to be shipped; one that is there already is passed over."""
    if not messages:
        return
    take_turn_at_putting(connection)
    once = add_to(connection, outbox)
    for message in messages:
        connection.execute(once, _row(message))


class StoreOutbox:
    """
    The store's outbox as the relay reads it.

    In PostgreSQL one process ships at a time; that of another stands by until that one ends.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, after: int, limit: int) -> Sequence[tuple[int, Message]]:
        """
        Return the oldest messages not yet shipped whose number is above ``after``.

        Raises:
            Unavailable: the store is away, or another process ships.
        """
        if self._store.shipping is not None:
            self._store.shipping.connection()
        waiting = outbox.c.shipped.is_(False) & (outbox.c.number > after)
        query = select(outbox).where(waiting).order_by(outbox.c.number).limit(limit)
        with self._store.reading() as connection:
            return [(row.number, _message(row)) for row in connection.execute(query)]

    def shipped(self, seq: int) -> None:
        """Mark all messages up to and including ``seq`` as durable elsewhere."""
        done = outbox.c.shipped.is_(False) & (outbox.c.number <= seq)
        with self._store.writing() as connection:
            connection.execute(update(outbox).where(done).values(shipped=True))


def _row(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "topic": message.topic,
        "key": message.key,
        "headers": _headers_text(message.headers),
        "body": message.body,
        "shipped": False,
    }


def _message(row: Row[Any]) -> Message:
    return Message(
        topic=row.topic,
        key=row.key,
        id=row.id,
        headers=_headers_from(row.headers),
        body=row.body,
    )


def _headers_text(headers: Headers) -> bytes:
    return json.dumps([[name, b64encode(value).decode()] for name, value in headers]).encode()


def _headers_from(text: bytes) -> Headers:
    return tuple((name, b64decode(value)) for name, value in json.loads(text))
