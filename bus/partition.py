"""Which partition a key belongs to: the same one that Kafka would choose."""

from __future__ import annotations

import struct

_SEED = 0x9747B28C
_M = 0x5BD1E995
_32_BITS = 0xFFFFFFFF


def partition_of(key: bytes, partitions: int) -> int:
    """
    Return the partition, 0 to ``partitions - 1``, that Kafka's default partitioner gives this key.

    So a log can move to a Kafka topic with as many partitions, and every patient keeps theirs.

    >>> partition_of(b"patient-21", 6)
    2
    """
    return (murmur2(key) & 0x7FFFFFFF) % partitions


def murmur2(key: bytes) -> int:
    """
    Hash a key to 32 bits (unsigned) as org.apache.kafka.common.utils.Utils.murmur2 does.

    >>> hex(murmur2(b"21"))
    '0xc5f2f8ec'
    """
    words = len(key) // 4
    hashed = _SEED ^ len(key)
    for word in struct.unpack_from(f"<{words}I", key):
        word = word * _M & _32_BITS
        hashed = (hashed * _M ^ (word ^ word >> 24) * _M) & _32_BITS
    if rest := key[words * 4 :]:
        hashed = (hashed ^ int.from_bytes(rest, "little")) * _M & _32_BITS
    hashed = (hashed ^ hashed >> 13) * _M & _32_BITS
    return hashed ^ hashed >> 15
