"""The case of one scenario: what was said of the patient, and what the doors answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from features.guards.fault import Misread


@dataclass
class Answer:
    """What a door answered: its status, its JSON or None, and its headers by lower-case name."""

    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Case:
    """
    One patient, from the first Given to the last Then.

    Attributes:
        patient_ref: a reference that no other scenario uses.
        now: the moment that "ago" and "today" count from.
        findings: the assessment as it will be posted, but for what `assessment` adds.
        left_out: keys that are left out although an assessment needs them.
        answers: what the doors answered, in order.
        plans: the plans that were drawn up, in order; the last is the one that Then speaks of.
        drawn_from: the assessment behind each of the plans, as it was posted.
        replayed: what the last replay counted; empty before any.
        decisions: what the clinician decided, in order.
        seen: what the plan was like when clinicians opened it, as its ETag says.
        sent: the ids of the assessments that were accepted or put on their way, in order.
    """

    patient_ref: str
    now: datetime
    findings: dict[str, Any] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)
    plans: list[dict[str, Any]] = field(default_factory=list)
    drawn_from: list[dict[str, Any]] = field(default_factory=list)
    replayed: dict[str, int] = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    seen: str = ""
    sent: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        """Tell the day that it is in this scenario."""
        return self.now.date()

    @property
    def plan(self) -> dict[str, Any]:
        """
        Give the plan that was drawn up last.

        Raises:
            Misread: none was.
        """
        if not self.plans:
            raise Misread(
                "No plan has been drawn up yet.", "Write `When the plan is drawn up` before."
            )
        return self.plans[-1]

    @property
    def kept_plan(self) -> dict[str, Any]:
        """
        Give the plan that was drawn up last, if it was stored and not only previewed.

        Raises:
            Misread: none was.
        """
        if "review" not in self.plan:
            raise Misread("This needs the whole line.", "Write the tag @line above the scenario.")
        return self.plan

    @property
    def earlier_plan(self) -> dict[str, Any]:
        """
        Give the plan that was drawn up first, when another followed.

        Raises:
            Misread: none did.
        """
        if len(self.plans) < 2:
            raise Misread(
                "There are not two plans yet.", "Write `When the patient is assessed again` before."
            )
        return self.plans[0]

    @property
    def decision(self) -> dict[str, Any]:
        """
        Give what the clinician decided last.

        Raises:
            Misread: nothing was decided.
        """
        if not self.decisions:
            raise Misread(
                "Nothing has been decided yet.",
                "Write `When the clinician accepts the protect stage` before.",
            )
        return self.decisions[-1]

    @property
    def answer(self) -> Answer:
        """
        Give what the last door answered.

        Raises:
            Misread: nothing was posted.
        """
        if not self.answers:
            raise Misread(
                "Nothing has been posted yet.", "Write `When the assessment is posted` before."
            )
        return self.answers[-1]

    @property
    def sent_id(self) -> str:
        """
        Give the id of the assessment that was sent last.

        Raises:
            Misread: none was; a plan that is only previewed comes of none.
        """
        if not self.sent:
            raise Misread(
                "No assessment of this patient was accepted yet.",
                "Write `When the assessment is posted` before, and the tag @line above it all.",
            )
        return self.sent[-1]

    def say(self, name: str, value: Any) -> None:
        """Note a finding; what was said last counts. A time of onset replaces every other."""
        if name in _ONSETS:
            for other in _ONSETS:
                self.findings.pop(other, None)
        self.findings[name] = value

    def keep(self, plan: dict[str, Any], *, drawn_from: dict[str, Any]) -> None:
        """Keep a plan that was drawn up, and the assessment behind it."""
        self.plans.append(plan)
        self.drawn_from.append(drawn_from)

    def assessed_ago(self, *, days: float) -> None:
        """Note that the patient was examined some days before now."""
        self.findings["assessed_at"] = (self.now - timedelta(days=days)).isoformat()

    def anew(self) -> None:
        """Begin another assessment of the same patient, with its own time and reference."""
        for name in ("assessed_at", "assessment_id"):
            self.findings.pop(name, None)

    def assessment(self) -> dict[str, Any]:
        """Give the assessment to post: what an assessment needs and nobody said is `unknown`."""
        said = {"patient_ref": self.patient_ref, "synkinesis": "unknown", **self.findings}
        if not said.keys() & set(_ONSETS):
            said["duration"] = "unknown"
        return {name: value for name, value in said.items() if name not in self.left_out}


_ONSETS = ("duration", "onset_date", "onset_at")
