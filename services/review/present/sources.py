"""The works that a plan rests on, each with how sure its citation is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.review.present.words import SOURCE_STATUS, plain, upper_first


@dataclass(frozen=True, slots=True)
class Source:
    """One work; ``confirmed`` when nothing about it is left to be confirmed."""

    key: str
    citation: str
    doi: str
    status: str
    confirmed: bool


def sources(plan: Mapping[str, Any]) -> tuple[Source, ...]:
    """Name the works, in the order of their keys."""
    return tuple(_source(key, work) for key, work in sorted(plan["sources"].items()))


def _source(key: str, work: Mapping[str, Any]) -> Source:
    year = f" ({work['year']})" if work["year"] and work["year"] not in work["citation"] else ""
    return Source(
        key=key,
        citation=f"{work['citation']}{year}",
        doi=work.get("doi", ""),
        status=SOURCE_STATUS.get(work["status"], upper_first(plain(work["status"]))),
        confirmed=work["status"] != "to_be_confirmed",
    )
