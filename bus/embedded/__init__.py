"""
The bus in one process: SQLite files, one writer each, any number of readers.

    with Writer(folder / "intake.db") as writer:
        EmbeddedPublisher(writer).publish([message])

The rule behind it: each file has one connection that writes and checkpoints; all others are
read-only; and nothing but SQLite ever opens a database file, not even to copy it.
"""

from bus.embedded.connections import Reader
from bus.embedded.feed import EmbeddedFeed
from bus.embedded.forgetting import forget, wipe
from bus.embedded.ledger import (
    EmbeddedLedger,
    forget_positions,
    move_positions,
    positions_of,
)
from bus.embedded.lock import FileLock
from bus.embedded.log import (
    PARTITIONS,
    append,
    ends,
    last_seq,
    messages,
    partitions_if_made,
    place_of,
)
from bus.embedded.pruning import prune
from bus.embedded.publisher import EmbeddedPublisher
from bus.embedded.schema import Schema, backup
from bus.embedded.shipping import LogOutbox, Spool, last_before, ship_again
from bus.embedded.writer import Writer
from bus.partition import partition_of

__all__ = [
    "PARTITIONS",
    "EmbeddedFeed",
    "EmbeddedLedger",
    "EmbeddedPublisher",
    "FileLock",
    "LogOutbox",
    "Reader",
    "Schema",
    "Spool",
    "Writer",
    "append",
    "backup",
    "ends",
    "forget",
    "forget_positions",
    "last_before",
    "last_seq",
    "messages",
    "move_positions",
    "partition_of",
    "partitions_if_made",
    "place_of",
    "positions_of",
    "prune",
    "ship_again",
    "wipe",
]
