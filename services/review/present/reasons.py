"""Why a line stands: the sentence, the row, the findings that it read, its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.review.present.findings import sentence


@dataclass(frozen=True, slots=True)
class Reason:
    """One row that speaks for a line; ``sources`` are the keys of works listed on the page."""

    text: str
    row: str
    findings: str
    sources: tuple[str, ...]


def reasons(because: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Say each reason of a line, in the plan's order."""
    return tuple(
        Reason(
            text=reason["text"],
            row=reason["row"],
            findings=sentence(reason["findings"]),
            sources=tuple(reason["sources"]),
        )
        for reason in because
    )
