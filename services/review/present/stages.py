"""Stages as the page says them: what to do, what is held, how to know that it worked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.review.present.dates import counted
from services.review.present.items import Calendar, Held, Item, Note, held, item
from services.review.present.words import STAGE, sent_to, upper_first


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; ``decidable`` when there is something in it to decide on."""

    code: str
    name: str
    title: str
    items: tuple[Item, ...]
    held: tuple[Held, ...]
    ends: tuple[Note, ...]

    @property
    def decidable(self) -> bool:
        """Whether something is offered."""
        return bool(self.items)


def stages(plan: Mapping[str, Any], *, calendar: Calendar) -> tuple[Stage, ...]:
    """Say the stages of a plan, in its order."""
    return tuple(_stage(of, affected=plan["side"], calendar=calendar) for of in plan["stages"])


def _stage(of: Mapping[str, Any], *, affected: str, calendar: Calendar) -> Stage:
    name = STAGE.get(of["stage"], of["stage"])
    return Stage(
        code=of["stage"],
        name=name,
        title="" if of["title"] == name else of["title"],
        items=tuple(item(each, affected=affected, calendar=calendar) for each in of["items"]),
        held=tuple(held(each, calendar=calendar) for each in of["held"]),
        ends=tuple(_ends(of)),
    )


def _ends(of: Mapping[str, Any]) -> Iterator[Note]:
    if of["entry"]:
        yield Note("Begins", (of["entry"],))
    if of["succeeds_when"]:
        yield Note("Has worked when", (of["succeeds_when"],))
    if of["escalates_when"]:
        yield Note("Escalate when", (of["escalates_when"],))
    led_by = upper_first(sent_to(of["responsible"]))
    if of["items"]:
        led_by += f"; look again in {counted(of['reassess_in_days'], 'day')}"
    yield Note("Led by", (led_by,))
