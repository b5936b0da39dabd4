"""Facts: what one assessment says, and what it does not."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

SIDES = ("left", "right")

TREATMENTS = "prior_treatments"


@dataclass(frozen=True, slots=True)
class Facts:
    """
    One assessment as the engine takes it.

    Attributes:
        findings: finding → value as assessed; a finding that is absent was not assessed.
            The record's own keys may stand among them and are ignored.
        assessed_at: with the offset in which its days are counted.
        possible_duplicate: whether the door saw an equal post within a day.
        counted_by_side: whether its side decided which of the earlier treatments count.
    """

    findings: dict[str, Any]
    assessed_at: datetime
    possible_duplicate: bool = False
    counted_by_side: bool = False

    def __repr__(self) -> str:
        return f"Facts({len(self.findings)} findings)"

    @property
    def bilateral(self) -> bool:
        return self.findings.get("side") == "bilateral"

    @property
    def graded_apart(self) -> bool:
        """Whether anything was recorded for one of two sides by itself."""
        return any(name.endswith(("_left", "_right")) for name in self.findings)

    @property
    def treated_by_side(self) -> bool:
        """Whether an earlier treatment is recorded for one side by itself."""
        return any(entry.get("side") in SIDES for entry in self._treatments())

    def on_its_side(self, one_sided: Container[str]) -> "Facts":
        """
        These facts without the earlier treatments of the other side of the face.

        A treatment counts whose side is not recorded, and of a palsy of both sides, or of an
        unknown side, every one does.

        Args:
            one_sided: the interventions that count only on the side where they were given.
        """
        side = self.findings.get("side")
        if side not in SIDES or not self.treated_by_side:
            return self
        kept = [entry for entry in self._treatments() if _counts(entry, side, one_sided)]
        findings = {**self.findings, TREATMENTS: kept or ["none"]}
        return replace(self, findings=findings, counted_by_side=True)

    def _treatments(self) -> list[Any]:
        """The earlier treatments, none where none were recorded."""
        entries: list[Any] = self.findings.get(TREATMENTS, ["none"])
        return [] if entries == ["none"] else entries

    def for_side(self, side: str) -> "Facts":
        """These facts with the findings of one side in the place of the plain ones."""
        ending = f"_{side}"
        own = {
            name.removesuffix(ending): value
            for name, value in self.findings.items()
            if name.endswith(ending)
        }
        return replace(self, findings={**self.findings, **own})


def _counts(entry: Mapping[str, Any], side: str, one_sided: Container[str]) -> bool:
    given = entry.get("side")
    return entry["intervention"] not in one_sided or given not in SIDES or given == side
