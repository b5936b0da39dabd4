"""Who a page is about: what stands above everything else and stays in sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from services.review.present.dates import ago, clock
from services.review.present.findings import NOT_ASSESSED, onset


@dataclass(frozen=True, slots=True)
class Side:
    """The side of the palsy as a word and as letters, since the wrong side is the classic error."""

    word: str
    letters: str


SIDE: Mapping[str, Side] = MappingProxyType(
    {
        "left": Side("LEFT", "L"),
        "right": Side("RIGHT", "R"),
        "bilateral": Side("BOTH SIDES", "L R"),
    }
)
SIDE_NOT_ASSESSED = Side("side not assessed", "–")


@dataclass(frozen=True, slots=True)
class Banner:
    """The patient by reference, the palsy in a line, and how old the assessment is."""

    patient_ref: str
    side: Side
    grade: str
    onset: str
    assessed: str
    assessed_ago: str
    simulated: bool
    chart: str


def side(code: str | None) -> Side:
    """Show a side; one that was not assessed is said in words."""
    return SIDE.get(code or "", SIDE_NOT_ASSESSED)


def grade(code: str | None) -> str:
    """Show a House-Brackmann grade."""
    return code or NOT_ASSESSED


def banner(
    plan: Mapping[str, Any],
    findings: Mapping[str, Any] | None,
    *,
    assessed_at: datetime,
    offset_minutes: int,
    now: datetime,
    simulated: bool,
    chart: str,
) -> Banner:
    """Say whom a plan is for; ``chart`` is the address of the patient's record, or nothing."""
    found = findings or {}
    return Banner(
        patient_ref=plan["patient_ref"],
        side=side(plan.get("side")),
        grade=_graded(found),
        onset=onset(found),
        assessed=clock(assessed_at, offset_minutes=offset_minutes),
        assessed_ago=_aged(ago(assessed_at, now=now)),
        simulated=simulated,
        chart=chart,
    )


def _aged(span: str) -> str:
    return span if span == "just now" else f"{span} ago"


def _graded(findings: Mapping[str, Any]) -> str:
    left, right = (findings.get(f"house_brackmann_{side}") for side in ("left", "right"))
    if left or right:
        return f"left {grade(left)}, right {grade(right)}"
    return grade(findings.get("house_brackmann"))
