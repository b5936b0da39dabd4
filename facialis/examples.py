"""The simulated patients of ``examples/``, their relative times turned into dates."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

_RELATIVE = re.compile(r"(?:in )?(\d+) (minute|hour|day|week|month|year)s?( ago)?\Z")
_UNITS: Mapping[str, timedelta] = {
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
    "month": timedelta(days=30.4375),
    "year": timedelta(days=365.25),
}


@dataclass(frozen=True, slots=True)
class Example:
    """
    One simulated patient.

    ``assessment`` is what the intake door takes; ``afterwards`` what was then done about it, in
    order: ``{"decision": …}``, ``{"decide_all": …}`` or ``{"withdraw": reason}``.
    """

    name: str
    story: str
    archetype: str
    assessment: dict[str, Any]
    afterwards: Sequence[Mapping[str, Any]]


def examples(as_of: datetime, *, folder: Path = EXAMPLES) -> tuple[Example, ...]:
    """
    Read every example, dated relative to ``as_of``, in the order in which they were assessed.

    Returns nothing where the folder is absent, as in an installed wheel.
    """
    found = [_example(path, as_of=as_of) for path in sorted(folder.glob("*.json"))]
    return tuple(sorted(found, key=lambda example: str(example.assessment["assessed_at"])))


def assessment_in(posted: Any, *, as_of: datetime) -> Any:
    """Take the assessment out of an example's file, dated; anything else stays as it is."""
    if isinstance(posted, dict) and {"story", "archetype", "assessment"} <= posted.keys():
        return dated(posted["assessment"], as_of=as_of)
    return posted


def dated(template: Any, *, as_of: datetime, key: str = "") -> Any:
    """
    Turn each "2 days ago" and "in 6 weeks" of a template into the moment or the date it means.

    A moment where the key ends in ``_at`` or is ``last_known_well``, else a date.

    >>> from datetime import UTC
    >>> dated({"onset_at": "30 hours ago"}, as_of=datetime(2026, 11, 22, 12, tzinfo=UTC))
    {'onset_at': '2026-11-21T06:00:00Z'}
    """
    if isinstance(template, dict):
        return {name: dated(value, as_of=as_of, key=name) for name, value in template.items()}
    if isinstance(template, list):
        return [dated(value, as_of=as_of, key=key) for value in template]
    if isinstance(template, str) and (relative := _RELATIVE.match(template)):
        return _written(_moment(relative, as_of=as_of), key=key)
    return template


def _moment(relative: re.Match[str], *, as_of: datetime) -> datetime:
    number, unit, ago = relative.groups()
    away = int(number) * _UNITS[unit]
    return as_of - away if ago else as_of + away


def _written(moment: datetime, *, key: str) -> str:
    if key.endswith("_at") or key == "last_known_well":
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return moment.date().isoformat()


def _example(path: Path, *, as_of: datetime) -> Example:
    template = json.loads(path.read_text(encoding="utf-8"))
    return Example(
        name=path.stem,
        story=template["story"],
        archetype=template["archetype"],
        assessment=dated(template["assessment"], as_of=as_of),
        afterwards=dated(template.get("afterwards", []), as_of=as_of),
    )
