"""Decisions that were recorded, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from schemas.reasons import reasons
from services.review.moments import moment
from services.review.present.dates import clock, when
from services.review.present.items import Calendar
from services.review.present.words import (
    DECISION,
    ROLE,
    STAGE,
    Sign,
    in_sentence,
    plain,
    title,
)

_SIGN = MappingProxyType(
    {
        "accept": Sign("Accepted", "done", "tick"),
        "change": Sign("Changed", "done", "tick"),
        "not_now": Sign("Not now", "plain", "dashed"),
        "decline": Sign("Declined", "gone"),
    }
)


@dataclass(frozen=True, slots=True)
class Decided:
    """
    One decision as the page says it.

    ``by`` names the person where they signed in here; ``warning`` says that a stage was put off
    past the day on which one of its doors closes; ``elsewhere`` that it was taken on an older
    plan that says the same; ``disputes`` that it speaks against the tables, so that an example of
    what they should say is worth writing; ``about`` names what it is about first.
    """

    stage: str
    word: str
    sign: Sign
    by: str
    at: str
    details: tuple[str, ...]
    warning: str
    elsewhere: bool
    disputes: bool
    about: str


def decided(
    decision: Mapping[str, Any],
    stage: Mapping[str, Any] | None,
    *,
    plan_id: str,
    names: Mapping[str, str],
    calendar: Calendar,
) -> Decided:
    """Say a decision on a stage; ``stage`` is None where the plan has no such stage."""
    code = str(decision["decision"])
    at = moment(decision["decided_at"])
    return Decided(
        stage=STAGE.get(decision["stage"], decision["stage"]),
        word=DECISION.get(code, plain(code).capitalize()),
        sign=_SIGN.get(code, Sign(plain(code).capitalize(), "plain")),
        by=_person(decision["decided_by"], names),
        at=clock(at, offset_minutes=calendar.offset_minutes),
        details=tuple(_details(decision)),
        warning=_warning(decision, stage, calendar) if stage is not None else "",
        elsewhere=decision["plan_id"] != plan_id,
        disputes=any(_names_a_work(reason) for reason in decision["reasons"]),
        about=stage["items"][0]["intervention"] if stage is not None and stage["items"] else "",
    )


def last_days(stage: Mapping[str, Any], calendar: Calendar) -> list[tuple[str, str]]:
    """Give the last day of each item of a stage that has one, and what it means; in order."""
    found = []
    for item in stage["items"]:
        name, rough = in_sentence(item["title"]), item.get("approximate", ())
        if "closes" in item:
            day = calendar.when(item["closes"], about="closes" in rough)
            found.append((item["closes"], f"the window of {name} closes {day}"))
        elif "by" in item:
            day = calendar.when(item["by"], about="by" in rough)
            found.append((item["by"], f"{name} is wanted by {day}"))
    return sorted(found)


def _person(by: Mapping[str, Any], names: Mapping[str, str]) -> str:
    role = ROLE.get(by["role"], by["role"]).lower()
    name = names.get(by["ref"])
    return f"{name} ({role})" if name else f"{by['ref']} ({role}, recorded by another system)"


def _details(decision: Mapping[str, Any]) -> Iterator[str]:
    if "until" in decision:
        yield f"put off until {when(decision['until'])}"
    if decision["reasons"]:
        yield "; ".join(_reason(code) for code in decision["reasons"])
    for change in decision["changes"]:
        yield _change(change)
    if "reference" in decision:
        yield f"reference {decision['reference']}"


def _names_a_work(code: str) -> bool:
    known = reasons().get(code)
    return known is not None and known.reference


def _reason(code: str) -> str:
    known = reasons().get(code)
    return known.text if known else plain(code)


def _change(change: Mapping[str, Any]) -> str:
    name = in_sentence(title(change["intervention"]))
    match change["action"]:
        case "add":
            return f"adds {name}"
        case "remove":
            return f"removes {name}"
    return f"moves {name} to {STAGE.get(change['stage'], change['stage']).lower()}"


def _warning(decision: Mapping[str, Any], stage: Mapping[str, Any], calendar: Calendar) -> str:
    if "until" not in decision:
        return ""
    missed = [words for day, words in last_days(stage, calendar) if decision["until"] > day[:10]]
    return f"Put off past a last day: {'; '.join(missed)}." if missed else ""
