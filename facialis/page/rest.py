"""The lower half of the page: time, doubt, what is left out, and what it all rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from facialis.page.shapes import QUIET, apart, hanging, heading, indented, stacked
from services.review.present.items import Calendar
from services.review.present.outlook import Door, Kind, LeftOut, doors, left_out, shifts
from services.review.present.sources import Source, sources
from services.review.present.words import in_sentence, listed

HONESTY = (
    "For health professionals: it proposes, a clinician decides. "
    "The tables need sign-off by a facial-nerve clinician before use on patients."
)
_NOT_INDICATED = "Not indicated"


def horizon(plan: Mapping[str, Any], calendar: Calendar) -> RenderableType | None:
    """Show the dates on which doors open and close."""
    turns = doors(plan, calendar=calendar)
    return stacked([heading("If nothing else changes"), *map(_turn, turns)]) if turns else None


def _turn(door: Door) -> RenderableType:
    line = Text.assemble((door.on, "bold"), (f" ({door.at}, {door.left})", QUIET))
    for verb, names in (("opens", door.opens), ("closes", door.closes)):
        if names:
            line.append(f"\n{verb} {names}")
    return indented(hanging("→", line))


def sensitivity(plan: Mapping[str, Any]) -> RenderableType | None:
    """Show what would move if a finding were a step different, since graders differ by one."""
    moved = shifts(plan)
    if not moved:
        return None
    lines = (
        indented(hanging("±", Text.assemble((f"{one.finding}: ", "italic"), one.change)))
        for one in moved
    )
    return stacked([heading("If it were graded a step apart"), *lines])


def not_offered(plan: Mapping[str, Any], calendar: Calendar) -> RenderableType | None:
    """Show what is left out, by kind; what shares a reason stands on one line."""
    kinds = left_out(plan, calendar=calendar)
    return stacked([heading("Not offered"), *map(_kind, kinds)]) if kinds else None


def _kind(kind: Kind) -> RenderableType:
    name = indented(Text(kind.name, style="bold"))
    if kind.name != _NOT_INDICATED:
        return stacked([name, *(indented(line, by=4) for line in _shared(kind.left_out))])
    # What a row speaks against has its reason; for the rest nothing speaks.
    barred = [one for one in kind.left_out if not one.nearest]
    names = [in_sentence(one.title) for one in kind.left_out if one.nearest]
    rest = [Text(listed(names), style=QUIET)] if names else []
    return stacked([name, *(indented(line, by=4) for line in (*_shared(barred), *rest))])


def _shared(left_out: Sequence[LeftOut]) -> Iterator[RenderableType]:
    for (until, reason), group in groupby(sorted(left_out, key=_reason), key=_reason):
        line = Text(listed([one.title for one in group]))
        line.append(f", until {until}" if until else "")
        line.append(f" – {reason}" if reason else "", style=QUIET)
        yield hanging("×", line)


def _reason(one: LeftOut) -> tuple[str, str]:
    return one.until, one.reasons[0].text if one.reasons else ""


def cited(plan: Mapping[str, Any]) -> RenderableType | None:
    """Show the works behind what is offered or held, by how sure each entry is."""
    keys = _keys(plan)
    shown = sorted((work for work in sources(plan) if work.key in keys), key=_status)
    groups = (_works(status, list(group)) for status, group in groupby(shown, key=_status))
    return stacked([heading("Sources"), *groups]) if shown else None


def _keys(plan: Mapping[str, Any]) -> set[str]:
    offers = [one for stage in plan["stages"] for one in (*stage["items"], *stage["held"])]
    return {key for one in offers for because in one["because"] for key in because["sources"]}


def _status(work: Source) -> str:
    return work.status


def _works(status: str, works: Sequence[Source]) -> RenderableType:
    confirmed = all(work.confirmed for work in works)
    name = indented(Text(status, style="italic" if confirmed else "italic yellow"))
    return stacked([name, *map(_work, works)] if confirmed else [name])


def _work(work: Source) -> RenderableType:
    line = Text.assemble((f"[{work.key}] ", "bold"), work.citation, style=QUIET)
    line.append(f" doi:{work.doi}" if work.doi else "")
    return indented(line, by=4)


def foot(plan: Mapping[str, Any], calendar: Calendar) -> RenderableType:
    """Show for when and with which knowledge this was planned, and what it is not."""
    knowledge = plan["knowledge"]
    which = (
        f"Knowledge {knowledge['version']} ({knowledge['digest'][:12]}) · plan {plan['plan_id']}"
    )
    planned = f"Planned for {calendar.when(plan['as_of'])}."
    return apart(stacked(Text(line, style=QUIET) for line in (planned, which, HONESTY)))
