"""
Bodies of plans and findings: kept once for all that say the same, folded and compressed.

What bodies have in common with each other stands among the passages, once for all of them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, select

from services.review.common_words import common_words
from services.review.passages import MARK_BYTES, cut, fold, numbers_in, passages_in, unfold
from services.review.store.inserting import put_into
from services.review.store.passages import keep_passages, read_passages
from services.review.store.tables import bodies

_RAW = -zlib.MAX_WBITS
# What earlier releases packed begins with zlib's own head.
_WHOLE = b"\x78"

_THERE = (
    bodies.c.digest.in_(bindparam("digests", expanding=True)),
    bodies.c.packed.is_not(None),
)
_KEPT, _PACKED = select(bodies.c.digest).where(*_THERE), select(bodies).where(*_THERE)


def keep_bodies(connection: Connection, texts: Mapping[bytes, bytes]) -> None:
    """Keep those texts, given by digest, that are not kept yet, or were forgotten."""
    kept = set(connection.scalars(_KEPT, {"digests": list(texts)}))
    fresh = {digest: cut(text) for digest, text in sorted(texts.items()) if digest not in kept}
    if not fresh:
        return
    shared = {common_words()}.union(*map(passages_in, fresh.values()))
    marks = keep_passages(connection, shared)
    rows = [
        {"digest": digest, "packed": pack(fold(pieces, marks), marks[common_words()])}
        for digest, pieces in fresh.items()
    ]
    connection.execute(put_into(connection, bodies), rows)


def read_bodies(connection: Connection, digests: Iterable[bytes]) -> dict[bytes, dict[str, Any]]:
    """Read bodies by digest; those that were forgotten are left out."""
    texts = read_texts(connection, digests)
    return {digest: json.loads(text) for digest, text in texts.items()}


def read_texts(connection: Connection, digests: Iterable[bytes]) -> dict[bytes, bytes]:
    """Read bodies by digest as they were given to be kept, byte by byte."""
    rows = connection.execute(_PACKED, {"digests": list(set(digests))})
    packed = {digest: one for digest, one in rows}
    words = read_passages(connection, {it for one in packed.values() for it in _words_of(one)})
    folded = {digest: _unpack(one, words) for digest, one in packed.items()}
    held = read_passages(connection, {it for one in folded.values() for it in numbers_in(one)})
    return {digest: unfold(one, held) for digest, one in folded.items()}


def pack(folded: bytes, words: bytes) -> bytes:
    """Compress, beginning with the common words, and write their mark in front."""
    packing = zlib.compressobj(wbits=_RAW, memLevel=9, zdict=common_words())
    return words + packing.compress(folded) + packing.flush()


def _words_of(packed: bytes) -> set[int]:
    return set() if packed.startswith(_WHOLE) else numbers_in(packed[:MARK_BYTES])


def _unpack(packed: bytes, words: Mapping[int, bytes]) -> bytes:
    if packed.startswith(_WHOLE):
        return zlib.decompress(packed)
    (number,) = _words_of(packed)
    unpacking = zlib.decompressobj(_RAW, zdict=words[number])
    return unpacking.decompress(packed[MARK_BYTES:]) + unpacking.flush()
