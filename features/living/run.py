"""One run of the promises, as its messages told it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Message = Mapping[str, Any]


@dataclass(slots=True)
class Run:
    """
    What a run said about itself.

    Attributes:
        begin: when, and with which tables; empty when it never began.
        examples: what came of each, by its file, the line of its scenario and its row.
        faults: what must be mended before the rest of its file is run.
        broken: what could not be collected.
        end: how it ended; empty when it broke off.
    """

    begin: Message = field(default_factory=dict)
    examples: dict[tuple[str, int, tuple[tuple[str, str], ...]], Message] = field(
        default_factory=dict
    )
    faults: list[Message] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    end: Message = field(default_factory=dict)

    def take(self, message: Message) -> None:
        """Take over a message; of two about one example, the one that failed counts."""
        match next(iter(message.items())):
            case ("begin", said):
                self.begin = said
            case ("example", said):
                key = (said["file"], said["line"], tuple(said["row"].items()))
                if self.examples.get(key, {}).get("came") != "failed":
                    self.examples[key] = said
            case ("fault", said):
                self.faults.append(said)
            case ("broken", said):
                self.broken.append(said["said"])
            case ("end", said):
                self.end = said

    @property
    def went_wrong(self) -> list[Message]:
        """The examples that differ, in the order in which they were tried."""
        return [said for said in self.examples.values() if said["came"] == "failed"]


def messages(lines: Iterable[str]) -> Iterator[Message]:
    """Read the messages of a stream; a last line that was cut off is nothing."""
    for line in lines:
        try:
            yield json.loads(line)
        except ValueError:
            return
