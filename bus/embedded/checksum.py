"""The checksum of a message in the log: what comes back is what was written, or nothing is."""

from __future__ import annotations

from zlib import crc32

from bus.errors import Damaged


def checksum_of(key: bytes, event_id: str, headers: bytes, body: bytes | None) -> int | None:
    """
    Sum up a message as it is kept; one changed bit always changes the sum.

    None for one without a body: a body may be emptied later, when its patient is forgotten.
    """
    if body is None:
        return None
    total = 0
    for part in (key, event_id.encode(), headers, body):
        total = crc32(part, crc32(len(part).to_bytes(4, "big"), total))
    return total


def hold_against(
    checksum: int | None,
    *,
    key: bytes,
    event_id: str,
    headers: bytes,
    body: bytes | None,
    where: str,
) -> None:
    """
    Hold a message that was read against its checksum.

    One that an older release wrote has none, and is taken as it is; so is one without a body.

    Args:
        where: topic, partition and position, for whoever mends the file.

    Raises:
        Damaged: it is not what was written.
    """
    if checksum is None or body is None:
        return
    if checksum != checksum_of(key, event_id, headers, body):
        raise Damaged(where)
