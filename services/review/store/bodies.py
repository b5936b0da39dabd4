"""Bodies of plans and findings: kept once for all that say the same, compressed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from services.review.store.tables import bodies


def keep_bodies(connection: Connection, texts: Mapping[bytes, bytes]) -> None:
    """Keep those texts, given by digest, that are not kept yet."""
    kept = set(connection.scalars(select(bodies.c.digest).where(bodies.c.digest.in_(texts))))
    fresh = [
        {"digest": digest, "packed": zlib.compress(text)}
        for digest, text in texts.items()
        if digest not in kept
    ]
    if fresh:
        connection.execute(insert(bodies), fresh)


def read_bodies(connection: Connection, digests: Iterable[bytes]) -> dict[bytes, dict[str, Any]]:
    """Read bodies by digest; those that were forgotten are left out."""
    rows = connection.execute(select(bodies).where(bodies.c.digest.in_(set(digests))))
    return {row.digest: json.loads(zlib.decompress(row.packed)) for row in rows if row.packed}
