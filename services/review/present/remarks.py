"""What a plan says beside its stages: what must be seen first, what to check, which pathway."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.review.present.findings import said, sentence
from services.review.present.items import Calendar, Dated
from services.review.present.reasons import Reason, reasons
from services.review.present.words import Sign, urgency

Plan = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Alert:
    """What must be seen first, with its urgency."""

    sign: Sign
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence with what it rests on."""

    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Pathway:
    """A pathway that applies, and why."""

    title: str
    archetype: str
    reasons: tuple[Reason, ...]


def alerts(plan: Plan) -> tuple[Alert, ...]:
    """Say what must be seen first."""
    return tuple(Alert(urgency(each["urgency"]), each["text"]) for each in plan["alerts"])


def flags(plan: Plan) -> tuple[Remark, ...]:
    """Say what to check, with the findings that it rests on."""
    return tuple(Remark(each["text"], sentence(each["findings"])) for each in plan["flags"])


def differential(plan: Plan) -> tuple[Remark, ...]:
    """Say what else it could be."""
    return tuple(
        Remark(each["text"], said("cause", each["cause"])) for each in plan["differential"]
    )


def pathways(plan: Plan) -> tuple[Pathway, ...]:
    """Name the pathways, the main one first."""
    return tuple(
        Pathway(each["title"], each["archetype"], reasons(each["because"]))
        for each in sorted(plan["pathways"], key=lambda each: not each["main"])
    )


def act_by(plan: Plan, *, calendar: Calendar) -> Dated | None:
    """Say by when to act; None when no day is named."""
    if "act_by" not in plan:
        return None
    by = plan["act_by"]
    return Dated("Act by", calendar.when(by), calendar.left(by), calendar.is_past(by))
