"""An assessment as it could be posted, for a patient whom the proof found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from services.recommender.engine.facts import Facts

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When the patients of counter-examples are seen: the day on which features play."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """
    What was assessed, and when it is planned for.

    Attributes:
        findings: finding → value; what was not assessed is absent.
    """

    findings: Mapping[str, Any]
    assessed_at: datetime = NOW
    as_of: datetime = NOW
    possible_duplicate: bool = False

    @property
    def facts(self) -> Facts:
        return Facts({**self.findings}, self.assessed_at, self.possible_duplicate)

    def without(self, *names: str) -> Assessment:
        kept = {name: value for name, value in self.findings.items() if name not in names}
        return replace(self, findings=kept)

    def saying(self, **findings: Any) -> Assessment:
        return replace(self, findings={**self.findings, **findings})
