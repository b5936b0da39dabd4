"""What can be chosen when a clinician decides on a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from schemas.interventions import families, interventions
from schemas.plan_words import STAGES
from schemas.reasons import Reason, categories, reasons
from services.review.present.decided import last_days
from services.review.present.items import Calendar
from services.review.present.words import KIND, STAGE, upper_first

Plan = Mapping[str, Any]

_LIKELY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "emergency": (
            "action-completed",
            "patient-ineligible",
            "inappropriate-recipient",
            "patient-contraindication",
            "expert-contradicts",
            "prefers-alternative",
            "patient-refuses",
        ),
        "protect": (
            "action-completed",
            "indication-order-exists",
            "patient-ineligible",
            "need-more-info",
            "patient-contraindication",
            "risk-benefit-ratio",
            "patient-refuses",
        ),
        "rehabilitate": (
            "action-unsuccessful",
            "patient-ineligible",
            "service-not-available",
            "inadequate-support",
            "risk-benefit-ratio",
            "prefers-alternative",
            "patient-refuses",
        ),
        "restore": (
            "expert-contradicts",
            "patient-ineligible",
            "need-more-info",
            "risk-benefit-ratio",
            "comorbidity-disability",
            "prefers-alternative",
            "patient-refuses",
        ),
        "refine": (
            "action-not-priority",
            "patient-does-not-want-change",
            "action-unsuccessful",
            "patient-ineligible",
            "risk-benefit-ratio",
            "too-costly-uncovered",
            "patient-refuses",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: what is sent, and what is read."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class ReasonChoice(Choice):
    """A reason; ``hint`` asks for what goes with it."""

    hint: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices under one heading."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class DecisionForm:
    """The choices on one stage; ``last_day`` says when the first of its doors closes."""

    stage: str
    name: str
    likely: tuple[ReasonChoice, ...]
    more: tuple[Choices, ...]
    items: tuple[Choice, ...]
    other_stages: tuple[Choice, ...]
    addable: tuple[Choices, ...]
    last_day: str


def decision_form(plan: Plan, stage: str, *, calendar: Calendar) -> DecisionForm | None:
    """Give the choices on a stage; None when the plan offers nothing there."""
    of = next((each for each in plan["stages"] if each["stage"] == stage), None)
    if of is None or not of["items"]:
        return None
    likely = _LIKELY[stage]
    return DecisionForm(
        stage=stage,
        name=STAGE[stage],
        likely=tuple(_reason(reasons()[code]) for code in likely),
        more=tuple(_more(likely)),
        items=tuple(Choice(item["intervention"], item["title"]) for item in of["items"]),
        other_stages=tuple(Choice(code, STAGE[code]) for code in STAGES if code != stage),
        addable=tuple(_addable(plan)),
        last_day=_last_day(of, calendar),
    )


def _reason(reason: Reason) -> ReasonChoice:
    if reason.reference:
        return ReasonChoice(reason.code, reason.text, "Name the work below.")
    if reason.ask:
        return ReasonChoice(reason.code, reason.text, "If they said why, choose that as well.")
    return ReasonChoice(reason.code, reason.text)


def _more(likely: tuple[str, ...]) -> list[Choices]:
    made = [
        Choices(
            text,
            tuple(
                _reason(reason)
                for reason in reasons().values()
                if reason.category == category and reason.code not in likely
            ),
        )
        for category, text in categories().items()
    ]
    return [group for group in made if group.choices]


def _addable(plan: Plan) -> list[Choices]:
    offered = {item["intervention"] for stage in plan["stages"] for item in stage["items"]}
    kinds = {each["intervention"]: str(each["kind"]) for each in plan["not_offered"]}
    made = [
        Choices(
            name,
            tuple(
                Choice(code, _with_kind(known.title, kinds.get(code, "")))
                for code, known in interventions().items()
                if known.family == family and code not in offered
            ),
        )
        for family, name in families().items()
    ]
    return [group for group in made if group.choices]


def _with_kind(title: str, kind: str) -> str:
    # What speaks against an addition must be read where it is chosen.
    return title if kind in ("", "not_indicated") else f"{title} – {KIND.get(kind, kind).lower()}"


def _last_day(stage: Mapping[str, Any], calendar: Calendar) -> str:
    first = next(iter(last_days(stage, calendar)), None)
    return f"{upper_first(first[1])}." if first is not None else ""
