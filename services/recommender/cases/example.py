"""An example: one patient at one moment, and what the plan must say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

CASES = Path(__file__).parents[1] / "pathways" / "cases"
"""The cases that this project ships."""

ASSESSED = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When every patient of a case was examined, so that an expectation reads the same on any day."""


@dataclass(frozen=True, slots=True)
class Fate:
    """
    What must become of one intervention; what is None or empty is not looked at.

    Attributes:
        outcome: `offered`, `held`, `not offered`, or a kind of the plan's `not_offered`.
        strength, stage, standing, side: of an offer.
        dates: `by`, `until`, `opens`, `closes`, `on` → (clock, hours): `within` counts from the
            moment of the plan, `day` and `hour` from onset.
        lists: `to`, `after`, `with`, `backup`, `needs`, `aims`, `confirm`, `caution`,
            `conditional on` → words that must stand there; of `to`, `needs` and `conditional on`
            these only; none for a list that must be empty.
        cautions: how many cautions stand there.
        row: a row that must be among the reasons.
        unrelated: a row that must not be among them.
        held: False where what is left out must not be shown as what comes next either.
    """

    outcome: str
    strength: str | None = None
    stage: str | None = None
    standing: str | None = None
    side: str | None = None
    dates: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    part_of: str | None = None
    cautions: int | None = None
    row: str | None = None
    unrelated: str | None = None
    held: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """
    What a plan must say; what is None or empty is not looked at.

    Attributes:
        words: `headline`, `urgency`, `status`, `pathway`, `archetype` → as the plan says it.
        sets: `beside`, `alerts`, `flags`, `consider` → the codes, all of them.
        fates: what becomes of an intervention.
        whole: whether the offers named are all that is offered.
        asks: the questions that come first, in their order.
        again: stage → days until it is looked at again.
        stages: `entry`, `succeeds_when`, `escalates_when`, `responsible` → stage → as the plan
            says it.
        days: `reassess`, `stale` → days from the plan, from the assessment.
        horizon: (clock, hours) → codes that come and codes that go.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fates: Mapping[str, tuple[Fate, ...]] = field(default_factory=dict)
    whole: bool = False
    asks: tuple[str, ...] = ()
    again: Mapping[str, float] = field(default_factory=dict)
    stages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    days: Mapping[str, float] = field(default_factory=dict)
    horizon: Mapping[tuple[str, float], tuple[frozenset[str], frozenset[str]]] = field(
        default_factory=dict
    )

    @property
    def looks_ahead(self) -> bool:
        """Whether it takes questions or the horizon to tell."""
        fates = [fate for found in self.fates.values() for fate in found]
        deep = any(fate.standing or "confirm" in fate.lists for fate in fates)
        return bool(self.asks or self.horizon or deep)


@dataclass(frozen=True, slots=True)
class Example:
    """
    One patient at one moment.

    Attributes:
        name: the id of its case, and what tells it from its neighbours.
        file, line: where it is written.
        archetype, story: of its case; empty where they were not given.
        posted: the findings, as the intake door takes them.
        assessment: the same, as intake accepted it.
        as_of: the moment that the plan is made for.
        onset_hours: hours from onset to that moment; None when it is not known.
    """

    name: str
    file: str
    line: int
    archetype: str
    story: str
    posted: Mapping[str, Any]
    assessment: Mapping[str, Any]
    as_of: datetime
    onset_hours: float | None
    expected: Expected

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.name}"
