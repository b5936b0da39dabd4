"""The top of the page: what to do, for whom, until when; what alarms stands straight below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from facialis.page.shapes import (
    QUIET,
    apart,
    hanging,
    heading,
    indented,
    joined,
    shape,
    stacked,
    tag,
)
from services.review.present.banner import SIDE_NOT_ASSESSED, side
from services.review.present.findings import said, sentence
from services.review.present.items import Calendar
from services.review.present.words import urgency

CONTRADICTION = (
    "The findings contradict each other: examine again before anything that cannot be undone."
)


def head(plan: Mapping[str, Any], calendar: Calendar) -> RenderableType:
    """Show headline, patient, dates and pathways; then what contradicts, alarms or is odd."""
    return stacked(
        [
            hanging(tag(urgency(plan["urgency"])), Text(plan["headline"], style="bold")),
            apart(stacked([_who(plan, calendar), _dates(plan, calendar), *_pathways(plan)])),
            *map(apart, _pressing(plan)),
            *_flags(plan),
            *_causes(plan),
        ]
    )


def _who(plan: Mapping[str, Any], calendar: Calendar) -> Text:
    assessed = f"assessed {calendar.when(plan['assessed_at'])}"
    return joined([plan["patient_ref"], _side(plan["side"]), assessed], style="bold")


def _side(code: str | None) -> str:
    shown = side(code)
    return shown.word if shown is SIDE_NOT_ASSESSED else f"side {shown.word}"


def _dates(plan: Mapping[str, Any], calendar: Calendar) -> Text:
    act_by = plan.get("act_by")
    return joined(
        [
            f"act by {calendar.when(act_by)}" if act_by else "",
            f"reassess by {calendar.when(plan['reassess_by'])}",
            f"good until {calendar.when(plan['stale_after'])}",
        ]
    )


def _pathways(plan: Mapping[str, Any]) -> Iterator[Text]:
    for pathway in sorted(plan["pathways"], key=lambda one: not one["main"]):
        beside = "" if pathway["main"] else "and: "
        line = Text(f"{beside}{pathway['title']} ({pathway['archetype']})")
        for reason in pathway["because"][:1] if pathway["main"] else []:
            line.append(f" {reason['text']}", style=QUIET)
        yield line


def _pressing(plan: Mapping[str, Any]) -> Iterator[RenderableType]:
    if plan["status"] == "conflict":
        yield hanging(Text("!", style="bold red"), Text(CONTRADICTION, style="bold"))
    for alert in plan["alerts"]:
        yield hanging(shape(urgency(alert["urgency"])), Text(alert["text"]))


def _flags(plan: Mapping[str, Any]) -> Iterator[RenderableType]:
    if plan["flags"]:
        yield heading("Look again")
    for flag in plan["flags"]:
        text = Text(flag["text"])
        if flag["findings"]:
            text.append(f" ({sentence(flag['findings'])})", style=QUIET)
        yield indented(hanging(Text("?", style="bold yellow"), text))


def _causes(plan: Mapping[str, Any]) -> Iterator[RenderableType]:
    if plan["differential"]:
        yield heading("Could also be")
    for other in plan["differential"]:
        cause = said("cause", other["cause"])
        yield indented(hanging("·", Text.assemble((cause, "bold"), f" – {other['text']}")))
