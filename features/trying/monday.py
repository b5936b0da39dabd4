"""A case moved to the moment that examples are about, so that it reads the same on every day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from features.steps.patient import MONDAY
from schemas.moments import moment
from schemas.treatments import DATES

_HOURS_COUNT_FOR = timedelta(days=14)
_NOT_TOLD = ("assessed_at", "onset_at", "last_known_well", "assessor_role")


def on_monday(assessment: Mapping[str, Any], as_of: datetime) -> dict[str, Any]:
    """
    Move the days of an assessment by as much as the examples' Monday is away from `as_of`.

    A moment of onset becomes a time since; when it was assessed is told by `assessed_ago`.
    """
    days = timedelta(days=(MONDAY.date() - as_of.date()).days)
    moved = {
        name: _moved(name, value, days)
        for name, value in assessment.items()
        if name not in _NOT_TOLD
    }
    if began := moment(str(assessment.get("onset_at", ""))):
        moved["duration"] = elapsed(_examined(assessment, as_of) - began)
    return moved


def assessed_ago(assessment: Mapping[str, Any], as_of: datetime) -> dict[str, Any] | None:
    """Tell how long before `as_of` the patient was examined; None when it was then."""
    span = as_of - _examined(assessment, as_of)
    return elapsed(span) if span >= timedelta(hours=1) else None


def elapsed(span: timedelta) -> dict[str, Any]:
    """Say a time as a duration: whole hours under 14 days, whole days after."""
    if span < _HOURS_COUNT_FOR:
        return {"value": int(span / timedelta(hours=1)), "unit": "hours"}
    return {"value": span.days, "unit": "days"}


def _examined(assessment: Mapping[str, Any], as_of: datetime) -> datetime:
    return moment(str(assessment.get("assessed_at", ""))) or as_of


def _moved(name: str, value: Any, days: timedelta) -> Any:
    if name.endswith("_date") and isinstance(value, str):
        return _day(value, days)
    if name == "prior_treatments":
        return [_entry(entry, days) for entry in value]
    return value


def _entry(entry: Any, days: timedelta) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    return {key: _day(value, days) if key in DATES else value for key, value in entry.items()}


def _day(value: str, days: timedelta) -> str:
    return (date.fromisoformat(value) + days).isoformat()
