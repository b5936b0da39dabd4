"""Headers as one run of bytes: how many parts, how long each, then names and values in turn."""

from __future__ import annotations

import struct

from bus.port import Headers


def pack(headers: Headers) -> bytes:
    """Write headers as bytes; any value survives, and so do order and repeated names."""
    parts = [part for name, value in headers for part in (name.encode(), value)]
    lengths = struct.pack(f"<H{len(parts)}I", len(parts), *map(len, parts))
    return lengths + b"".join(parts)


def unpack(packed: bytes) -> Headers:
    """
    Read what ``pack`` wrote.

    >>> unpack(pack((("ce_id", b"7"), ("odd", b"\\xff\\x00"))))
    (('ce_id', b'7'), ('odd', b'\\xff\\x00'))
    """
    (count,) = struct.unpack_from("<H", packed)
    start, parts = 2 + 4 * count, []
    for length in struct.unpack_from(f"<{count}I", packed, 2):
        parts.append(packed[start : start + length])
        start += length
    return tuple(zip([name.decode() for name in parts[::2]], parts[1::2], strict=True))
