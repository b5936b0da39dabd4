"""The door, for a proof: what an assessment may be, as the findings catalogue says."""

from __future__ import annotations

from schemas.catalogue import catalogue
from services.recommender.proof.space import Limits


def limits() -> dict[str, Limits]:
    """What the door takes for each number."""
    return {
        name: Limits(found.least or 0.0, found.most or float("inf"), found.whole)
        for name, found in catalogue().findings.items()
        if found.kind == "number"
    }


def sided() -> list[str]:
    """Findings that may come once for each side."""
    return [name for name, found in catalogue().findings.items() if found.sided]


def required() -> list[str]:
    """Findings of a word without which an assessment is refused."""
    return [
        name
        for name, found in catalogue().findings.items()
        if found.required and not found.or_unknown and found.kind == "word"
    ]
