"""Judging: where a plan differs from what a case expects, and which row decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from schemas.interventions import title_of
from services.recommender.cases.example import Example, Fate

Plan = Mapping[str, Any]
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One thing that differs.

    Attributes:
        about: an intervention's title, or a part of the plan.
        because: the rows that decided, each with the findings that it read.
    """

    about: str
    expected: str
    got: str
    because: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.about, f"  expected: {self.expected}", f"  got:      {self.got}"]
        return "\n".join([*lines, *(f"  because:  {reason}" for reason in self.because)])


def judge(plan: Plan, example: Example) -> list[Difference]:
    """Every difference between a plan and what the example expects, in the order of the plan."""
    expected = example.expected
    found = list(_words(plan, expected.words))
    found += _sets(plan, expected.sets)
    for code, fates in expected.fates.items():
        found += _fates(code, fates, plan, example)
    if expected.whole:
        found += _strangers(plan, expected.fates)
    found += _asked(plan, expected.asks)
    found += _days(plan, expected.days)
    found += _again(plan, expected.again)
    found += _stages(plan, expected.stages)
    found += _doors(plan, example)
    return found


def _words(plan: Plan, words: Mapping[str, str]) -> Iterator[Difference]:
    main = next(entry for entry in plan["pathways"] if entry["main"])
    said = {
        "headline": plan["headline"],
        "urgency": plan["urgency"],
        "status": plan["status"],
        "pathway": main["id"],
        "archetype": main["archetype"],
    }
    for key, word in words.items():
        if said[key] != word:
            reasons = _reasons(main) if key in ("pathway", "archetype") else ()
            yield Difference(key, word, said[key], tuple(reasons))


def _sets(plan: Plan, sets: Mapping[str, Sequence[str]]) -> Iterator[Difference]:
    said = {
        "beside": [entry["id"] for entry in plan["pathways"] if not entry["main"]],
        "alerts": [entry["code"] for entry in plan["alerts"]],
        "flags": [entry["code"] for entry in plan["flags"]],
        "consider": [entry["cause"] for entry in plan["differential"]],
    }
    for key, codes in sets.items():
        if set(said[key]) != set(codes):
            yield Difference(key, ", ".join(codes) or "none", ", ".join(said[key]) or "none")


def _fates(code: str, fates: Sequence[Fate], plan: Plan, example: Example) -> Iterator[Difference]:
    offered, waiting, left_out = _found(code, plan)
    if fates[0].outcome != "offered":
        yield from _not_offered(code, fates[0], offered, waiting, left_out, example)
        return
    if not offered:
        yield from _told(code, _written(fates[0]), _became(offered, waiting, left_out))
        return
    for fate in fates:
        tries = [list(_wrong(fate, stage, item, example)) for stage, item in offered]
        if all(tries):
            came = _became(offered, waiting, left_out)
            yield from _told(code, f"{_written(fate)}; {min(tries, key=len)[0]}", came)


def _not_offered(
    code: str,
    fate: Fate,
    offered: Sequence[tuple[str, Entry]],
    waiting: Sequence[tuple[str, Entry]],
    left_out: Sequence[Entry],
    example: Example,
) -> Iterator[Difference]:
    came = _became(offered, waiting, left_out)
    if offered:
        yield from _told(code, _written(fate), came)
        return
    held = [stage for stage, _ in waiting]
    kinds = [entry["kind"] for entry in left_out]
    if fate.outcome == "held":
        right = bool(held) and fate.stage in (None, *held)
    else:
        right = fate.outcome == "not offered" or fate.outcome in kinds
        right = right and (fate.held or not held)
    rows = [reason["row"] for entry in left_out for reason in entry["because"]]
    if not right or (fate.row and fate.row not in rows) or fate.unrelated in rows:
        yield from _told(code, _written(fate), came)
        return
    for key, (clock, hours) in fate.dates.items():
        told = [*left_out, *(entry for _, entry in waiting)]
        said = next((entry.get(key) for entry in told if entry.get(key)), None)
        if not _on_time(said, clock, hours, example):
            yield from _told(code, f"{key} {clock} {hours / 24:g} d", (f"{key} {said}", ()))


def _told(code: str, expected: str, came: tuple[str, Sequence[str]]) -> Iterator[Difference]:
    yield Difference(f"{title_of(code)} ({code})", expected, came[0], tuple(came[1]))


def _found(
    code: str, plan: Plan
) -> tuple[list[tuple[str, Entry]], list[tuple[str, Entry]], list[Entry]]:
    def of(key: str) -> list[tuple[str, Entry]]:
        return [
            (stage["stage"], entry)
            for stage in plan["stages"]
            for entry in stage[key]
            if entry["intervention"] == code
        ]

    left_out = [entry for entry in plan["not_offered"] if entry["intervention"] == code]
    return of("items"), of("held"), left_out


def _wrong(fate: Fate, stage: str, item: Entry, example: Example) -> Iterator[str]:
    """What of an offer is not as expected, each in words."""
    asked = {
        "strength": (fate.strength, item["strength"]),
        "stage": (fate.stage, stage),
        "standing": (fate.standing, item["standing"]),
        "side": (fate.side, item["side"]),
        "part of": (fate.part_of, item.get("part_of")),
    }
    for key, (wanted, came) in asked.items():
        if wanted is not None and wanted != came:
            yield f"{key} is {came}"
    for key, (clock, hours) in fate.dates.items():
        if not _on_time(item.get(key), clock, hours, example, deadline=key == "by"):
            yield f"{key} is {item.get(key, 'not named')}"
    if fate.cautions is not None and fate.cautions != len(item["cautions"]):
        yield f"it carries {len(item['cautions'])} cautions"
    for key, words in fate.lists.items():
        came = _listed(key, item)
        missing = [word for word in words if word not in came]
        if missing or ((key in _EXACT or not words) and set(words) != set(came)):
            yield f"{key} names {', '.join(came) or 'nothing'}"
    rows = [reason["row"] for reason in item["because"]]
    if fate.row and fate.row not in rows:
        yield f"row {fate.row} is not among the reasons"
    if fate.unrelated in rows:
        yield f"row {fate.unrelated} is among the reasons"


_EXACT = ("to", "needs", "conditional on")
"""Lists of which a case names all."""


def _listed(key: str, item: Entry) -> list[str]:
    if key == "confirm":
        return list(item["must_confirm"])
    if key == "caution":
        return [name for caution in item["cautions"] for name in caution["findings"]]
    if key == "conditional on":
        return [entry["finding"] for entry in item["conditional_on"]]
    if key == "needs":
        return [one["intervention"] for one in item["prerequisites"] if "intervention" in one]
    return list(item[key])


def _on_time(
    said: str | None, clock: str, hours: float, example: Example, *, deadline: bool = False
) -> bool:
    """
    Whether a date lies where its clock says: a time to the minute, a date to the day.

    A deadline is the day on which it falls; a door stands on the first day that has its moment
    behind it.
    """
    if said is None:
        return False
    start = example.as_of
    if clock in ("day", "hour"):
        if example.onset_hours is None:
            return False
        start -= timedelta(hours=example.onset_hours)
    due = start + timedelta(hours=hours)
    if "T" in said:
        return abs(datetime.fromisoformat(said) - due) < timedelta(minutes=1)
    if clock == "day" and not deadline:
        due += timedelta(days=1, seconds=-1)
    return date.fromisoformat(said) == due.date()


def _strangers(plan: Plan, fates: Mapping[str, Sequence[Fate]]) -> Iterator[Difference]:
    named = {code for code, found in fates.items() if found[0].outcome == "offered"}
    for stage in plan["stages"]:
        for item in stage["items"]:
            if item["intervention"] not in named:
                came = _became([(stage["stage"], item)], [], [])
                yield from _told(item["intervention"], "not offered", came)


def _asked(plan: Plan, asks: Sequence[str]) -> Iterator[Difference]:
    came = [question["finding"] for question in plan["questions"]][: len(asks)]
    if came != list(asks):
        yield Difference("first questions", ", ".join(asks), ", ".join(came))


def _days(plan: Plan, days: Mapping[str, float]) -> Iterator[Difference]:
    counted = {
        "reassess": ("reassess_by", plan["as_of"]),
        "stale": ("stale_after", plan["assessed_at"]),
    }
    for key, number in days.items():
        name, since = counted[key]
        gone = date.fromisoformat(plan[name]) - datetime.fromisoformat(since).date()
        if gone.days != number:
            yield Difference(name, f"after {number:g} days", f"after {gone.days} days")


def _again(plan: Plan, again: Mapping[str, float]) -> Iterator[Difference]:
    came = {stage["stage"]: stage["reassess_in_days"] for stage in plan["stages"]}
    for stage, days in again.items():
        if came.get(stage) != days:
            got = f"after {came[stage]} days" if stage in came else "the stage is not there"
            yield Difference(f"look again, stage {stage}", f"after {days:g} days", got)


def _stages(plan: Plan, stages: Mapping[str, Mapping[str, str]]) -> Iterator[Difference]:
    there = {stage["stage"]: stage for stage in plan["stages"]}
    for key, found in stages.items():
        for stage, text in found.items():
            came = there[stage][key] if stage in there else "the stage is not there"
            if came != text:
                yield Difference(f"{key}, stage {stage}", text, came)


def _doors(plan: Plan, example: Example) -> Iterator[Difference]:
    for (clock, hours), (adds, removes) in example.expected.horizon.items():
        name = f"horizon, {clock} {hours if clock == 'hour' else hours / 24:g}"
        kind = "within" if clock == "in" else clock
        doors = [door for door in plan["horizon"] if _on_time(door["on"], kind, hours, example)]
        exact = [door for door in doors if adds <= set(door["adds"])]
        exact = [door for door in exact if removes <= set(door["removes"])]
        if not exact:
            came = " · ".join(map(_door, doors or plan["horizon"])) or "nothing changes"
            yield Difference(name, _moved(adds, removes), came)


def _door(door: Entry) -> str:
    return f"{door['on']} {_moved(door['adds'], door['removes'])}"


def _moved(adds: Any, removes: Any) -> str:
    return " ".join([*(f"+{code}" for code in adds), *(f"-{code}" for code in removes)])


def _became(
    offered: Sequence[tuple[str, Entry]],
    waiting: Sequence[tuple[str, Entry]],
    left_out: Sequence[Entry],
) -> tuple[str, Sequence[str]]:
    for stage, item in offered:
        dates = [f"{key} {item[key]}" for key in ("by", "until", "closes") if key in item]
        said = [f"{item['strength']} in {stage}", item["standing"], *dates]
        return ", ".join(said), list(_reasons(item))
    for stage, entry in waiting:
        return f"held in {stage}", list(_reasons(entry))
    for entry in left_out:
        return f"not offered: {entry['kind']}", list(_reasons(entry))
    return "not in the plan", []


def _written(fate: Fate) -> str:
    words = [fate.strength or fate.outcome, f"in {fate.stage}" if fate.stage else ""]
    words += [f"{key} {clock} {hours / 24:g} d" for key, (clock, hours) in fate.dates.items()]
    words += [f"{key} {' and '.join(found) or 'none'}" for key, found in fate.lists.items()]
    words += [fate.standing or "", f"because {fate.row}" if fate.row else ""]
    words += [f"not because {fate.unrelated}" if fate.unrelated else ""]
    words += [] if fate.held else ["not held"]
    return ", ".join(filter(None, [" ".join(filter(None, words[:2])), *words[2:]]))


def _reasons(entry: Entry) -> Iterator[str]:
    for reason in entry["because"]:
        read = ", ".join(f"{name}: {_value(value)}" for name, value in reason["findings"].items())
        yield f"row {reason['row']} ({read})" if read else f"row {reason['row']}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(map(str, value.values()))
    return " + ".join(map(_value, value)) if isinstance(value, list) else str(value)
