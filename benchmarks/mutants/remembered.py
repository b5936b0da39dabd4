"""Remembered: who told mutants apart in the last whole run; they are tried first in the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.mutants.patients import example_of
from services.recommender.cases.example import ASSESSED
from services.recommender.engine.facts import Facts
from services.recommender.translate import facts_from

FIGURES = Path(__file__).parents[2] / "features" / "coverage" / "mutants.json"
"""Where a whole run leaves them, each beside its mutant."""

SEEN, AT = "seen", "at"
"""Beside the findings of a patient whom no case could write: when seen, and planned for."""

Patient = Mapping[str, Any]


def of_the_last_run(figures: Path = FIGURES) -> dict[str, Patient]:
    """Name of a mutant → the patient; empty where there was no run."""
    if not figures.exists():
        return {}
    listed = json.loads(figures.read_text(encoding="utf-8"))["listed"]
    return {one["name"]: one["patient"] for one in listed if one.get("patient")}


def written_down(
    findings: Mapping[str, Any], assessed_at: datetime, as_of: datetime
) -> dict[str, Any]:
    """A patient whom the solver found: the findings as posted, and the two moments."""
    return {**findings, SEEN: assessed_at.isoformat(), AT: as_of.isoformat()}


def patient_of(patient: Patient) -> tuple[dict[str, Any], Facts, datetime]:
    """
    A patient read back: the findings as posted, as facts, and the moment of the plan.

    Raises:
        TableError: the door refuses one who is written as a case writes a patient.
    """
    if SEEN not in patient:
        example = example_of(patient)
        return dict(example.posted), facts_from(example.assessment), example.as_of
    findings = {name: value for name, value in patient.items() if name not in (SEEN, AT)}
    seen, at = (datetime.fromisoformat(patient[key]) for key in (SEEN, AT))
    return findings, Facts(findings, seen), at


def when(patient: Patient) -> str:
    """When such a patient is planned for, in words; empty for the hour of all cases."""
    if SEEN not in patient:
        return str(patient.get(AT, ""))
    at = datetime.fromisoformat(patient[AT])
    return "" if at == ASSESSED else f"at {at:%d-%b-%Y %H:%M} UTC"
