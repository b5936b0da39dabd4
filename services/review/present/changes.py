"""What a plan says otherwise than the patient's plan before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from services.review.present.items import Calendar, side_of
from services.review.present.words import STAGE, STRENGTH, in_sentence, plain, upper_first, urgency

Plan = Mapping[str, Any]
_DATES = (("by", "now by"), ("opens", "now from"), ("until", "now until"), ("closes", "now closes"))


def changes(before: Plan, after: Plan, *, calendar: Calendar) -> tuple[str, ...]:
    """Say what changed, the most important first; nothing where both read the same."""
    return tuple(upper_first(text) for text in _changes(before, after, calendar))


def _changes(before: Plan, after: Plan, calendar: Calendar) -> Iterator[str]:
    yield from _plan_changes(before, after)
    old, new = _items(before), _items(after)
    for code in (code for code in new if code not in old):
        stage, item = new[code]
        yield f"{item['title']} added to {in_sentence(_stage(stage))}"
    for code in (code for code in old if code not in new):
        yield f"{old[code][1]['title']} no longer offered"
    for code in (code for code in new if code in old):
        yield from _item_changes(old[code], new[code], after=after, calendar=calendar)
    yield from _held_changes(before, after, offered=new.keys())
    yield from _alert_changes(before, after)


def _plan_changes(before: Plan, after: Plan) -> Iterator[str]:
    if before["side"] != after["side"]:
        yield f"side: {_side(after)} (was {_side(before)})"
    if before["urgency"] != after["urgency"]:
        was, now = urgency(before["urgency"]).word.lower(), urgency(after["urgency"]).word.lower()
        yield f"urgency: {now} (was {was})"
    if before["status"] != after["status"]:
        contradict = "now contradict" if after["status"] == "conflict" else "no longer contradict"
        yield f"the findings {contradict} each other"
    if _main(before) != _main(after):
        yield f"pathway: {in_sentence(_main(after))} (was {in_sentence(_main(before))})"


def _item_changes(
    old: tuple[str, Plan], new: tuple[str, Plan], *, after: Plan, calendar: Calendar
) -> Iterator[str]:
    (old_stage, was), (new_stage, now) = old, new
    name = now["title"]
    if old_stage != new_stage:
        yield f"{name} moved from {_stage(old_stage).lower()} to {_stage(new_stage).lower()}"
    if was["strength"] != now["strength"]:
        yield f"{name}: {_strength(now)} (was {_strength(was)})"
    if was["side"] != now["side"]:
        yield f"{name}: {side_of(now['side'], affected=after['side'])}"
    if was["standing"] == "certain" != now["standing"]:
        yield f"{name}: now {plain(now['standing'])}"
    if was["standing"] != "certain" == now["standing"]:
        yield f"{name}: now certain"
    for key, words in _DATES:
        if key in now and was.get(key) != now[key]:
            about = key in now.get("approximate", ())
            yield f"{name}: {words} {calendar.when(now[key], about=about)}"


def _held_changes(before: Plan, after: Plan, *, offered: Any) -> Iterator[str]:
    old, new = _held(before), _held(after)
    for code in (code for code in new if code not in old):
        yield f"{new[code]} is held for later"
    for code in (code for code in old if code not in new and code not in offered):
        yield f"{old[code]} is no longer held"


def _alert_changes(before: Plan, after: Plan) -> Iterator[str]:
    known = {alert["code"] for alert in before["alerts"]}
    for alert in after["alerts"]:
        if alert["code"] not in known:
            yield f"new alert: {alert['text']}"


def _items(plan: Plan) -> dict[str, tuple[str, Plan]]:
    return {
        item["intervention"]: (stage["stage"], item)
        for stage in plan["stages"]
        for item in stage["items"]
    }


def _held(plan: Plan) -> dict[str, str]:
    return {
        each["intervention"]: each["title"] for stage in plan["stages"] for each in stage["held"]
    }


def _main(plan: Plan) -> str:
    return next((str(each["title"]) for each in plan["pathways"] if each["main"]), "none")


def _side(plan: Plan) -> str:
    return "not assessed" if plan["side"] == "unknown" else str(plan["side"])


def _strength(item: Plan) -> str:
    return STRENGTH.get(item["strength"], plain(item["strength"])).lower()


def _stage(code: str) -> str:
    return STAGE.get(code, code)
