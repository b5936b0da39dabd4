"""What one drawn-up plan visits: the rows that decided something in it, and what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from features.coverage.clinic import knowledge, rows
from features.coverage.invariants import applying
from schemas.assessment import as_received, load_assessment
from schemas.catalogue import catalogue
from services.recommender.engine.findings import bits
from services.recommender.engine.rows import Row
from services.recommender.engine.side import Side, run_sides
from services.recommender.translate import facts_from

_FIRING = ("offer", "caution", "consider", "pathway")


@dataclass(frozen=True, slots=True)
class Visits:
    """
    What an example came by.

    Attributes:
        rows: the rows that made something of the plan, in no order.
        fates: each intervention with what became of it: `nerve_graft offered`.
        findings: the findings that were said.
        invariants: what must hold of every plan and has something to say about this one.
    """

    rows: frozenset[str]
    fates: frozenset[str]
    findings: frozenset[str]
    invariants: frozenset[str]

    def __or__(self, other: Visits) -> Visits:
        return Visits(
            self.rows | other.rows,
            self.fates | other.fates,
            self.findings | other.findings,
            self.invariants | other.invariants,
        )


NOTHING = Visits(frozenset(), frozenset(), frozenset(), frozenset())


def visits_of(assessment: Mapping[str, Any], plan: Mapping[str, Any]) -> Visits:
    """Tell what a plan visited; `assessment` is what was posted for it."""
    at = datetime.fromisoformat(plan["as_of"])
    accepted = load_assessment(assessment, received_at=at)
    received = as_received(accepted, assessment_id="visited", client="visits", received_at=at)
    facts = facts_from(received)
    sides = run_sides(facts, knowledge(), at)
    found = {row for side in sides for row in deciding(side)} | {*_told(plan)}
    return Visits(
        frozenset(found),
        frozenset(_fates(plan)),
        frozenset(_said(assessment)),
        frozenset(applying(facts, plan, at)),
    )


def deciding(side: Side) -> Iterator[str]:
    """
    Walk the rows that decide something on one side.

    A row that offers counts when its offer stands; one that cautions, when what it cautions about
    is offered; one that thinks of a cause or a pathway, when it fires. What bars, holds, flags or
    alerts is read from the plan itself.
    """
    for place in bits(side.fired):
        row = knowledge().rows[place]
        if row.verb in _FIRING and _decides(row, side):
            yield row.id


def _decides(row: Row, side: Side) -> bool:
    settled = side.settled
    if row.verb == "offer":
        return bool(settled.offering >> row.index & 1 and row.targets & settled.offered)
    return row.verb != "caution" or bool(row.targets & settled.offered)


def _told(plan: Mapping[str, Any]) -> Iterator[str]:
    """Walk the rows that a plan gives as reasons for what it bars, holds, follows or points out."""
    waiting = [it for stage in plan["stages"] for it in stage["held"]]
    for it in (*waiting, *plan["pathways"]):
        yield from (reason["row"] for reason in it["because"])
    for it in plan["not_offered"]:
        named = (reason["row"] for reason in it["because"])
        yield from (row for row in named if rows().get(row) == "exclude")
    for it in (*plan["flags"], *plan["alerts"]):
        yield from (row for row in (_pointing().get((it["code"], it["text"])),) if row)


@cache
def _pointing() -> Mapping[tuple[str, str], str]:
    return {
        (row.code, row.text): row.id for row in knowledge().rows if row.verb in ("flag", "alert")
    }


def _fates(plan: Mapping[str, Any]) -> Iterator[str]:
    for stage in plan["stages"]:
        yield from (f"{it['intervention']} offered" for it in stage["items"])
        yield from (f"{it['intervention']} held" for it in stage["held"])
    yield from (f"{it['intervention']} {it['kind']}" for it in plan["not_offered"])


def _said(assessment: Mapping[str, Any]) -> Iterator[str]:
    for name, value in assessment.items():
        plain = name.removesuffix("_left").removesuffix("_right")
        onset = "duration" if name in ("onset_at", "onset_date") else plain
        if onset in catalogue().findings and value not in ("unknown", None):
            yield onset
