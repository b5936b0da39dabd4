"""A plan as a promise looks at it: what became of each intervention, said as a clinician would."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import Any

from features.guards.fault import Differs
from features.guards.nearest import one_of
from features.speech.sayings import listed_words
from features.speech.words import title_of
from schemas.catalogue import catalogue
from schemas.plan_words import STAGES

_UNDER = " " * len("expected: ")
_NARROWEST, _WIDEST, _INDENT = 60, 100, 2  # columns

Plan = Mapping[str, Any]
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """An item of a plan and the stage that it stands in."""

    stage: str
    item: Item


def offered(plan: Plan) -> list[Placed]:
    """List what is offered, in the order of the plan."""
    return [Placed(it["stage"], item) for it in plan["stages"] for item in it["items"]]


def held(plan: Plan) -> list[Placed]:
    """List what is held: not offered, but next on this patient's ladder."""
    return [Placed(it["stage"], item) for it in plan["stages"] for item in it["held"]]


def offers_of(plan: Plan, intervention: str) -> list[Placed]:
    """
    Find an intervention among what is offered; one a side when both sides are weak.

    Raises:
        Differs: it is not offered; says what became of it and which row decided.
    """
    found = [it for it in offered(plan) if it.item["intervention"] == intervention]
    if not found:
        raise differs(f"{title_of(intervention)} is offered", fate(plan, intervention))
    return found


def held_of(plan: Plan, intervention: str) -> list[Placed]:
    """
    Find an intervention among what is held.

    Raises:
        Differs: it is not held; says what became of it and which row decided.
    """
    found = [it for it in held(plan) if it.item["intervention"] == intervention]
    if not found:
        raise differs(f"{title_of(intervention)} is held", fate(plan, intervention))
    return found


def left_out(plan: Plan, intervention: str) -> list[Item]:
    """Find an intervention among what is not offered, with the reason."""
    return [it for it in plan["not_offered"] if it["intervention"] == intervention]


def stage_of(plan: Plan, intervention: str) -> int | None:
    """Tell how far down the plan an intervention is offered or held; None when it is neither."""
    places = [
        STAGES.index(it.stage)
        for it in (*offered(plan), *held(plan))
        if it.item["intervention"] == intervention
    ]
    return min(places, default=None)


def differs(expected: str, *got: str) -> Differs:
    """Say what was promised and, in one or more lines, what came; broken to fit the terminal."""
    came = [line.strip() for part in got for line in part.splitlines() if line.strip()]
    told = [
        "expected: " + expected,
        "got:      " + "".join(came[:1]),
        *(_UNDER + it for it in came[1:]),
    ]
    return Differs("\n".join(_broken(line) for line in told), expected=expected, got=came)


def _broken(line: str) -> str:
    width = min(_WIDEST, max(_NARROWEST, get_terminal_size().columns)) - _INDENT
    return textwrap.fill(
        line, width, subsequent_indent=_UNDER, break_long_words=False, break_on_hyphens=False
    )


def fate(plan: Plan, intervention: str) -> str:
    """Say what became of an intervention, why, and which row decided."""
    return "\n".join(_fates(plan, intervention)) or "the plan does not mention it"


def because(item: Item) -> Iterator[str]:
    """Say the reasons of a line: the sentence, the row, and the findings that it read."""
    for reason in item["because"]:
        yield reason["text"]
        read = "; ".join(_finding(*said) for said in reason["findings"].items())
        yield f"(row {reason['row']}{f' read: {read}' if read else ''})"


def _fates(plan: Plan, intervention: str) -> Iterator[str]:
    for it in offered(plan):
        if it.item["intervention"] == intervention:
            yield f"offered in the {it.stage} stage, {_standing(it.item)}"
            yield from because(it.item)
    for it in held(plan):
        if it.item["intervention"] == intervention:
            yield f"held in the {it.stage} stage until {_opens(it.item)}"
            yield from because(it.item)
    is_held = any(it.item["intervention"] == intervention for it in held(plan))
    for item in [] if is_held else left_out(plan, intervention):
        yield f"not offered: {listed_words('reason')[item['kind']]}"
        yield from because(item)
        yield from _nearest(item)


def _standing(item: Item) -> str:
    words = [listed_words("strength")[item["strength"]], listed_words("standing")[item["standing"]]]
    words += [f"by {item['by']}"] if item.get("by") else []
    return ", ".join(words)


def _opens(item: Item) -> str:
    return one_of([opening["text"] for opening in item["opens_when"]] or ["nothing that is named"])


def _nearest(item: Item) -> Iterator[str]:
    for it in item["nearest"]:
        name, to = it["finding"], it["to"]
        words = one_of([_shortly(name, word) for word in (to if isinstance(to, list) else [to])])
        yield f"It would be nearer if {label(name)} were {words}."


def _finding(name: str, value: Any) -> str:
    return f"{label(name)}: {_said(name, value)}"


def _shortly(name: str, value: Any) -> str:
    return _said(name, value).partition(" – ")[0].partition(", ")[0]


def _said(name: str, value: Any) -> str:
    if value == "unknown":
        return "not assessed"
    if isinstance(value, list):
        return ", ".join(_said(name, it) for it in value)
    if isinstance(value, dict) and {"value", "unit"} <= value.keys():
        return f"{value['value']} {value['unit']}"
    if isinstance(value, dict):
        return " ".join(str(it) for it in value.values())
    finding = catalogue().findings.get(name)
    return finding.text_of(value) if finding and isinstance(value, str) else str(value)


def label(name: str) -> str:
    """Name a finding as a form does; a derived finding is said as words."""
    finding = catalogue().findings.get(name)
    return finding.label if finding else name.replace("_", " ")
