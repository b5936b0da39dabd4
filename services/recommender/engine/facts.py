"""Facts: what one assessment says, and what it does not."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Facts:
    """
    One assessment as the engine takes it.

    Attributes:
        findings: finding → value as assessed; a finding that is absent was not assessed.
            The record's own keys may stand among them and are ignored.
        assessed_at: with the offset in which its days are counted.
        possible_duplicate: whether the door saw an equal post within a day.
    """

    findings: Mapping[str, Any]
    assessed_at: datetime
    possible_duplicate: bool = False

    def __repr__(self) -> str:
        return f"Facts({len(self.findings)} findings)"

    @property
    def bilateral(self) -> bool:
        return self.findings.get("side") == "bilateral"

    @property
    def graded_apart(self) -> bool:
        """Whether anything was recorded for one of two sides by itself."""
        return any(name.endswith(("_left", "_right")) for name in self.findings)

    def for_side(self, side: str) -> "Facts":
        """These facts with the findings of one side in the place of the plain ones."""
        ending = f"_{side}"
        own = {
            name.removesuffix(ending): value
            for name, value in self.findings.items()
            if name.endswith(ending)
        }
        return replace(self, findings={**self.findings, **own})
