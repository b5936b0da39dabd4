"""What is missing, what time will bring, what a slip would move, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.review.present.findings import label, said
from services.review.present.items import Calendar
from services.review.present.reasons import Reason, reasons
from services.review.present.words import KIND, Sign, title, titles, urgency

SHOWN = 7
_FOLDED_KINDS = ("not_indicated", "not_yet")
_PRESSING = ("emergency", "same_day")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, and what it would change."""

    value: str
    change: str


@dataclass(frozen=True, slots=True)
class Question:
    """A finding worth assessing; ``urgency`` only where an answer would press more than now."""

    finding: str
    rank: int
    text: str
    why: str
    urgency: Sign | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """A day on which what is offered changes, if nothing else does."""

    on: str
    at: str
    left: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What would change if a finding were read a little differently."""

    finding: str
    change: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An intervention that is not offered, and why."""

    title: str
    until: str
    reasons: tuple[Reason, ...]
    nearest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """All that is left out for one kind of reason; ``folded`` where there is little to tell."""

    name: str
    folded: bool
    left_out: tuple[LeftOut, ...]


def questions(plan: Mapping[str, Any]) -> tuple[Question, ...]:
    """Say what is missing, the most useful first; pages show the first seven and fold the rest."""
    asked = sorted(plan["questions"], key=lambda question: int(question["rank"]))
    return tuple(_question(question, now=plan["urgency"]) for question in asked)


def doors(plan: Mapping[str, Any], *, calendar: Calendar) -> tuple[Door, ...]:
    """Say which doors open and close when, if nothing else changes."""
    return tuple(
        Door(
            on=calendar.when(door["on"], about=door["approximate"]),
            at=door["at"],
            left=calendar.left(door["on"]),
            opens=titles(door["adds"]),
            closes=titles(door["removes"]),
        )
        for door in plan["horizon"]
    )


def shifts(plan: Mapping[str, Any]) -> tuple[Shift, ...]:
    """Say which items hang on a finding that two graders could read differently."""
    return tuple(
        Shift(
            finding=f"{label(shift['finding'])}: {said(shift['finding'], shift['to'])}",
            change=change(shift, now=plan["urgency"]),
        )
        for shift in plan["sensitivity"]
    )


def left_out(plan: Mapping[str, Any], *, calendar: Calendar) -> tuple[Kind, ...]:
    """Say what is not offered, by kind, those with the most to tell first."""
    made = (
        Kind(name, kind in _FOLDED_KINDS, tuple(_left_out(plan, kind, calendar)))
        for kind, name in KIND.items()
    )
    return tuple(kind for kind in made if kind.left_out)


def change(moved: Mapping[str, Any], *, now: str) -> str:
    """Say what an answer does to the plan: what it adds and removes, and how soon it then is."""
    parts = []
    if moved["adds"]:
        parts.append(f"adds {titles(moved['adds'])}")
    if moved["removes"]:
        parts.append(f"removes {titles(moved['removes'])}")
    if moved["urgency"] != now:
        parts.append(f"becomes {urgency(moved['urgency']).word.lower()}")
    return "; ".join(parts) or "changes nothing that is offered"


def _question(question: Mapping[str, Any], *, now: str) -> Question:
    pressing = question["urgency"] in _PRESSING and question["urgency"] != now
    return Question(
        finding=question["finding"],
        rank=int(question["rank"]),
        text=question["text"],
        why=question["why"],
        urgency=urgency(question["urgency"]) if pressing else None,
        answers=tuple(
            Answer(_answer(question["finding"], answer), change(answer, now=now))
            for answer in question["answers"]
        ),
    )


def _answer(finding: str, answer: Mapping[str, Any]) -> str:
    return answer.get("text") or said(finding, answer["value"])


def _left_out(plan: Mapping[str, Any], kind: str, calendar: Calendar) -> list[LeftOut]:
    return [
        LeftOut(
            title=title(each["intervention"]),
            until=calendar.when(each["until"]) if "until" in each else "",
            reasons=reasons(each["because"]),
            nearest=tuple(_nearest(other) for other in each["nearest"]),
        )
        for each in plan["not_offered"]
        if each["kind"] == kind
    ]


def _nearest(other: Mapping[str, Any]) -> str:
    name, wanted = other["finding"], other["to"]
    values = wanted if isinstance(wanted, list) else [wanted]
    return f"{label(name)}: {' or '.join(said(name, value) for value in values)}"
