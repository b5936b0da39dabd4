"""Publishes into the log of a file that this process writes."""

from __future__ import annotations

from collections.abc import Sequence

from bus.embedded.log import append
from bus.embedded.writer import Writer
from bus.port import Message


class EmbeddedPublisher:
    """Keeps the promises of ``bus.port.Publisher`` with one writer; callers share its commits."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def publish(self, messages: Sequence[Message]) -> None:
        """Append the messages, in order; on return they are on the disk."""
        if messages:
            self._writer.run(lambda cursor: append(cursor, messages))
