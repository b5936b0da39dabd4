"""What was typed for a finding, as an assessment says it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from features.guards.fault import Misread
from features.guards.nearest import did_you_mean, one_of
from features.speech.sayings import units
from features.speech.text import key, listed, plain
from features.speech.words import words_of
from schemas.catalogue import Finding
from schemas.elapsed import DAYS_IN

NOT_ASSESSED = "unknown"

_ELAPSED = re.compile(r"(?P<value>\d+(?:\.\d+)?) ?(?P<unit>[a-z]+)", re.IGNORECASE)
_NUMBER = re.compile(r"(?P<number>-?\d+(?:\.\d+)?)(?: ?(?P<unit>.+))?")
_DAY = re.compile(r"(?P<day>\d{1,2})[ -](?P<month>[a-z]{3,9})[ -](?P<year>\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def value_of(finding: Finding, typed: str, *, today: date) -> Any:
    """
    Read what was typed as the value of a finding; `not assessed` may be said of every one.

    Args:
        today: the day from which `90 days ago` counts.

    Raises:
        Misread: it cannot be a value of that finding; says what can.
    """
    if key(typed) in (NOT_ASSESSED, "not assessed"):
        return NOT_ASSESSED
    match finding.kind:
        case "word" | "yes_no":
            return words_of(finding).code_of(typed)
        case "list":
            return ["none"] if key(typed) == "none" else _several(finding, typed)
        case "number":
            return number_of(typed, of=finding.label, unit=finding.unit)
        case "date":
            return day_of(typed, today=today).isoformat()
        case "elapsed":
            return elapsed_of(typed)
        case _:
            return _nothing_tried(finding, typed)


def elapsed_of(typed: str) -> dict[str, Any]:
    """
    Read a length of time: `14 months`, `72 hours`, `1.5 years`.

    Raises:
        Misread: it is not a number and a unit.
    """
    said = _ELAPSED.fullmatch(plain(typed))
    unit = _unit(said["unit"]) if said else ""
    if said is None or unit not in DAYS_IN:
        near = did_you_mean(said["unit"], DAYS_IN) if said else ""
        mend = f"Write a number and {one_of(DAYS_IN)}. {near}".strip()
        raise Misread(f"'{plain(typed)}' is not a time.", mend)
    return {"value": _plain_number(said["value"]), "unit": unit}


def day_of(typed: str, *, today: date) -> date:
    """
    Read a day: `2026-03-14`, `14 March 2026`, `today` or `90 days ago`.

    Raises:
        Misread: it is none of these.
    """
    text = plain(typed)
    if key(text) == "today":
        return today
    if text.casefold().endswith(" ago"):
        ago = elapsed_of(text[:-4])
        return today - timedelta(days=round(ago["value"] * DAYS_IN[ago["unit"]]))
    try:
        return _written_out(text) or date.fromisoformat(text)
    except ValueError:
        mend = "Write a day of the calendar, as in: 14 March 2026, or 90 days ago."
        raise Misread(f"'{text}' is not a day.", mend) from None


def number_of(typed: str, *, of: str, unit: str | None = None) -> int | float:
    """
    Read a number, with its unit or without.

    Raises:
        Misread: it is no number, or has another unit.
    """
    said = _NUMBER.fullmatch(plain(typed))
    if said is None or said["unit"] not in (None, unit):
        what = f"{of}: '{plain(typed)}' is not a number{f' of {unit}' if unit else ''}."
        raise Misread(what, f"Write digits, as in: {f'14 {unit}' if unit else 14}.")
    return _plain_number(said["number"])


def _unit(typed: str) -> str:
    word = typed.casefold()
    return units().get(word) or word.removesuffix("s") + "s"


def _several(finding: Finding, typed: str) -> list[str]:
    # A word may hold a comma itself: it is tried whole first, then part by part.
    words = words_of(finding)
    if key(typed) in words.by_key:
        return [words.code_of(typed)]
    return [words.code_of(part) for part in listed(typed)]


def _nothing_tried(finding: Finding, typed: str) -> list[str]:
    if key(typed) == "none":
        return ["none"]
    mend = "Write a table under `Given earlier treatments`."
    raise Misread(f"{finding.label} does not fit into one sentence.", mend)


def _written_out(text: str) -> date | None:
    said = _DAY.fullmatch(text)
    if said is None or said["month"].casefold()[:3] not in _MONTHS:
        return None
    month = _MONTHS.index(said["month"].casefold()[:3]) + 1
    return date(int(said["year"]), month, int(said["day"]))


def _plain_number(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() else number
