"""Telling: a plan in the words of a case, part by part, so that two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from services.recommender.cases import Example

_WITHIN_HOURS = (0, 24, 48, 72, 168)
_WITHIN_DAYS = (1, 2, 3, 7, 14, 30, 90)
_LISTS = ("to", "after", "with", "backup", "aims")
_OF_STAGES = ("entry", "succeeds_when", "escalates_when", "responsible")


def told(plan: Mapping[str, Any], example: Example) -> dict[str, Any]:
    """Each part of a plan that a case can speak of, by the key under which it stands there."""
    main = next(entry for entry in plan["pathways"] if entry["main"])
    found: dict[str, Any] = {
        "headline": plan["headline"],
        "urgency": plan["urgency"],
        "status": plan["status"],
        "pathway": main["id"],
        "beside": _codes(entry["id"] for entry in plan["pathways"] if not entry["main"]),
        "alerts": _codes(entry["code"] for entry in plan["alerts"]),
        "flags": _codes(entry["code"] for entry in plan["flags"]),
        "consider": _codes(entry["cause"] for entry in plan["differential"]),
        "reassess": _days(plan["reassess_by"], plan["as_of"]),
        "stale": _days(plan["stale_after"], plan["assessed_at"]),
    }
    found["again"] = {stage["stage"]: f"{stage['reassess_in_days']} d" for stage in plan["stages"]}
    for key in _OF_STAGES:
        found[key] = {stage["stage"]: stage[key] for stage in plan["stages"]}
    held = {
        entry["intervention"]: (stage["stage"], entry)
        for stage in plan["stages"]
        for entry in stage["held"]
    }
    for entry in plan["not_offered"]:
        code = entry["intervention"]
        waiting = held.get(code)
        found[code] = _held(*waiting, example) if waiting else _left_out(entry, example)
    for stage in plan["stages"]:
        for item in stage["items"]:
            found[item["intervention"]] = _offer(stage["stage"], item, example)
    return found


def _codes(codes: Any) -> Any:
    return list(dict.fromkeys(codes)) or "none"


def _days(later: str, earlier: str) -> str:
    gone = date.fromisoformat(later) - datetime.fromisoformat(earlier).date()
    return f"{gone.days} d"


def _left_out(entry: Mapping[str, Any], example: Example) -> str:
    until = _date("until", entry["until"], example) if _barred_until(entry) else ""
    return ", ".join(filter(None, [entry["kind"], until]))


def _held(stage: str, entry: Mapping[str, Any], example: Example) -> str:
    on = _date("on", entry["on"], example) if "on" in entry else ""
    return ", ".join(filter(None, [f"held in {stage}", on]))


def _barred_until(entry: Mapping[str, Any]) -> bool:
    rows = [reason["row"] for reason in entry["because"]]
    return "until" in entry and any(row.startswith("bar.") for row in rows)


def _offer(stage: str, item: Mapping[str, Any], example: Example) -> str:
    words = [f"{item['strength']} in {stage}"]
    words += [
        _date(key, item[key], example) for key in ("by", "opens", "closes", "until") if key in item
    ]
    words += [f"{key} {' and '.join(item[key])}" for key in _LISTS if item[key]]
    words += [f"part of {item['part_of']}"] if "part_of" in item else []
    needed = [one["intervention"] for one in item["prerequisites"] if "intervention" in one]
    words += [f"needs {' and '.join(needed)}"] if needed else []
    names = list(dict.fromkeys(n for caution in item["cautions"] for n in caution["findings"]))
    words += [f"caution {' and '.join(names)}"] if names else []
    words += [f"{len(item['cautions'])} cautions"]
    # Of the standing what holds without looking at other answers, which few who ask do.
    words += ["certain"] if item["standing"] == "certain" else []
    asked = [entry["finding"] for entry in item["conditional_on"]]
    words += [f"conditional on {' and '.join(asked)}"] if asked else []
    return ", ".join(filter(None, words))


def _date(key: str, said: str, example: Example) -> str:
    if "T" in said:
        return _time(key, datetime.fromisoformat(said), example)
    day = date.fromisoformat(said)
    ahead = (day - example.as_of.date()).days
    if key == "by" and ahead in _WITHIN_DAYS:
        return f"within {ahead} d"
    onset = _onset(example)
    if onset is not None:
        for number in (7, 14, 21, 90, 182, 365, 548, 731):
            due = onset + timedelta(days=number)
            if key != "by":
                due += timedelta(days=1, seconds=-1)
            if due.date() == day:
                return f"{key} day {number}"
    if key == "by":
        return f"within {ahead} d" if ahead >= 0 else ""
    return f"{key} in {ahead} d" if key in ("until", "opens") and ahead >= 0 else ""


def _time(key: str, said: datetime, example: Example) -> str:
    ahead = (said - example.as_of).total_seconds() / 3600
    if key == "by" and ahead in _WITHIN_HOURS:
        return f"within {ahead:g} h"
    onset = _onset(example)
    if onset is not None:
        return f"{key} hour {(said - onset).total_seconds() / 3600:.0f}"
    return f"within {ahead:.0f} h" if key == "by" and ahead >= 0 else ""


def _onset(example: Example) -> datetime | None:
    if example.onset_hours is None:
        return None
    return example.as_of - timedelta(hours=example.onset_hours)
