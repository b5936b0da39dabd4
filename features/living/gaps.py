"""What no example visits, laid out: each gap with why it is one, and an example that fills it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from features.living.mutants import survivors
from features.living.written import Page

SECONDS = 20.0
"""How long examples are looked for at the end of a run; for the rest one asks."""

_TITLES = {
    "rows": "Rows of the tables",
    "fates": "Interventions, offered and left out",
    "findings": "Findings",
    "invariants": "Invariants",
}
_SAYS = {
    "rows": "A row is visited when it decides something in the plan of an example.",
    "fates": "Each intervention is seen offered by one example at least, and left out by another.",
    "findings": "A finding is visited when an example says it.",
    "invariants": "An example puts to the test what must hold of every plan when it applies to its "
    "own; that it holds of all others is proved.",
}


def with_proposals(figures: dict[str, Any], *, seconds: float = SECONDS) -> None:
    """Put an example that fills it beside each gap, as far as they are found in this time."""
    if not (covered := figures.get("coverage")):
        return
    covered["proposals"] = {}
    end = time.monotonic() + seconds
    for kind, names in covered["gaps"].items():
        for name in names:
            if time.monotonic() < end:
                covered["proposals"][f"{kind} {name}"] = proposed(kind, name)


def proposed_for(name: str) -> str | None:
    """Write an example that visits something, by its name; None when nothing is called so."""
    from features.coverage.goals import kind_of

    kind = kind_of(name)
    return proposed(kind, name) if kind else None


def proposed(kind: str, name: str) -> str:
    """Write an example that fills a gap; empty when no patient was found."""
    from features.coverage.proposals import filling

    return filling(kind, name, chance=Random(1)) or ""


def coverage_of(figures: Mapping[str, Any]) -> Page | None:
    """Lay the coverage of a whole run out; None when only a part was run."""
    covered = figures.get("coverage")
    if not covered:
        return None
    return {
        "knowledge": figures["knowledge"],
        "at": figures["at"],
        "parts": [part for kind in _TITLES if (part := _part(kind, covered))],
        "unreached": [
            {"name": row, "why": why} for row, why in covered["rows_without"].items() if why
        ],
        "unread": [covered["labels"].get(name, name) for name in covered["findings_unread"]],
        "unkept": covered["tags_not_kept"],
        "rows": [
            {"name": row, "does": it["does"], "text": it["text"], "examples": len(it["examples"])}
            for row, it in covered["rows"].items()
        ],
        "mutants": survivors(figures["knowledge"]["digest"]),
    }


def _part(kind: str, covered: Mapping[str, Any]) -> Page:
    missing = list(_missing(kind, covered))
    total = covered["totals"][kind]
    return {
        "kind": kind,
        "title": _TITLES[kind],
        "says": _SAYS[kind],
        "total": total,
        "visited": total - len(missing),
        "missing": missing,
    }


def _missing(kind: str, covered: Mapping[str, Any]) -> Iterator[Page]:
    for name in covered["gaps"].get(kind, ()):
        yield {
            "name": name,
            "says": covered["labels"].get(name, ""),
            "example": covered.get("proposals", {}).get(f"{kind} {name}"),
        }
