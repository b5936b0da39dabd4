"""
Passages in the store: each kept once, under a number, for as long as the store lives.

What a connection has seen of them it remembers: they never change and none is ever removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from sqlalchemy import Connection, bindparam, select

from services.review.passages import MOST, is_shared, mark_of
from services.review.store.inserting import add_to
from services.review.store.tables import passages

_DIGEST_BYTES = 16
_SEEN = "passages seen"

_NUMBERS = select(passages.c.digest, passages.c.number).where(
    passages.c.digest.in_(bindparam("digests", expanding=True))
)
_TEXTS = select(passages.c.number, passages.c.text).where(
    passages.c.number.in_(bindparam("numbers", expanding=True))
)


@dataclass(slots=True)
class _Seen:
    """
    What a connection knows.

    ``fresh`` was written in a transaction that may yet be undone: it counts in that one alone.
    """

    marks: dict[bytes, bytes] = field(default_factory=dict)
    texts: dict[int, bytes] = field(default_factory=dict)
    fresh: dict[bytes, bytes] = field(default_factory=dict)
    transaction: object = None


def keep_passages(connection: Connection, wanted: Iterable[bytes]) -> Mapping[bytes, bytes]:
    """
    Keep those passages that are not kept yet and may be kept for all.

    Gives the marks of all that are kept among them, and perhaps of others.
    """
    seen = _seen(connection)
    new = [text for text in wanted if text not in seen.marks and text not in seen.fresh]
    if missing := list(filter(is_shared, new)):
        found = _marks(connection, missing)
        seen.marks |= found
        seen.fresh |= _add(connection, [text for text in missing if text not in found])
    return seen.marks | seen.fresh if seen.fresh else seen.marks


def read_passages(connection: Connection, numbers: Iterable[int]) -> Mapping[int, bytes]:
    """Read passages by number, and perhaps others beside them."""
    seen = _seen(connection)
    if missing := set(numbers) - seen.texts.keys():
        rows = connection.execute(_TEXTS, {"numbers": list(missing)})
        read = {number: text for number, text in rows}
        if seen.fresh:
            return seen.texts | read
        seen.texts |= read
    return seen.texts


def _seen(connection: Connection) -> _Seen:
    seen: _Seen = connection.info.setdefault(_SEEN, _Seen())
    transaction = connection.get_transaction()
    if transaction is not seen.transaction:
        seen.fresh, seen.transaction = {}, transaction
    return seen


def _marks(connection: Connection, texts: Iterable[bytes]) -> dict[bytes, bytes]:
    by_digest = {_digest(text): text for text in texts}
    rows = connection.execute(_NUMBERS, {"digests": list(by_digest)})
    return {by_digest[digest]: mark_of(number) for digest, number in rows if number < MOST}


def _add(connection: Connection, texts: Iterable[bytes]) -> dict[bytes, bytes]:
    # In one order everywhere, so that two writers of PostgreSQL never wait for each other.
    rows = sorted(({"digest": _digest(text), "text": text} for text in texts), key=_by_digest)
    if not rows:
        return {}
    connection.execute(add_to(connection, passages), rows)
    return _marks(connection, [row["text"] for row in rows])


def _by_digest(row: Mapping[str, bytes]) -> bytes:
    return row["digest"]


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=_DIGEST_BYTES).digest()
