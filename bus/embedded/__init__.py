"""
The bus in one process: SQLite files, one writer each, any number of readers.

    with Writer(folder / "intake.db") as writer:
        EmbeddedPublisher(writer).publish([message])

The rule behind it: each file has one connection that writes and checkpoints; all others are
read-only; and nothing but SQLite ever opens a database file, not even to copy it.
"""

from bus.embedded.connections import Reader
from bus.embedded.feed import EmbeddedFeed
from bus.embedded.ledger import EmbeddedLedger, move_positions, positions_of
from bus.embedded.lock import FileLock
from bus.embedded.log import PARTITIONS, append
from bus.embedded.partition import partition_of
from bus.embedded.publisher import EmbeddedPublisher
from bus.embedded.schema import Schema, backup
from bus.embedded.writer import Writer

__all__ = [
    "PARTITIONS",
    "EmbeddedFeed",
    "EmbeddedLedger",
    "EmbeddedPublisher",
    "FileLock",
    "Reader",
    "Schema",
    "Writer",
    "append",
    "backup",
    "move_positions",
    "partition_of",
    "positions_of",
]
