"""The case page: everything that it says, ready to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.review.case import Case, latest_by_stage, plan_of
from services.review.present import remarks
from services.review.present.banner import Banner, banner
from services.review.present.changes import changes
from services.review.present.dates import clock
from services.review.present.decided import Decided, decided
from services.review.present.findings import Group, grouped
from services.review.present.items import Calendar, Dated
from services.review.present.notices import Notice, closed, notices
from services.review.present.outlook import (
    SHOWN,
    Door,
    Kind,
    Question,
    Shift,
    doors,
    left_out,
    questions,
    shifts,
)
from services.review.present.remarks import Alert, Pathway, Remark
from services.review.present.sources import Source, sources
from services.review.present.stages import Stage, stages
from services.review.present.try_form import address
from services.review.present.words import STATE, Sign, urgency
from services.review.records import PlanRecord
from services.review.tried_fields import pairs_of


@dataclass(frozen=True, slots=True)
class Known:
    """What a page is made of besides the plan; all of it read at one moment."""

    case: Case
    findings: Mapping[str, Any] | None
    previous: Mapping[str, Any] | None
    names: Mapping[str, str]
    openings: Sequence[tuple[str, str, datetime]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another plan of the patient."""

    plan_id: str
    assessed: str
    state: Sign
    headline: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """
    A case, in words.

    ``closed`` says why it takes no decisions, or nothing when it does; ``tried`` is the address
    under which the same findings are tried, nobody's; empty where they are not here.
    """

    plan_id: str
    banner: Banner
    urgency: Sign
    state: Sign
    headline: str
    act_by: Dated | None
    reassess_by: str
    stale_after: str
    notices: tuple[Notice, ...]
    alerts: tuple[Alert, ...]
    flags: tuple[Remark, ...]
    differential: tuple[Remark, ...]
    pathways: tuple[Pathway, ...]
    stages: tuple[Stage, ...]
    decided: Mapping[str, Decided]
    decisions: tuple[Decided, ...]
    closed: str
    questions: tuple[Question, ...]
    more_questions: tuple[Question, ...]
    doors: tuple[Door, ...]
    shifts: tuple[Shift, ...]
    left_out: tuple[Kind, ...]
    findings: tuple[Group, ...] | None
    changes: tuple[str, ...] | None
    others: tuple[Earlier, ...]
    openings: tuple[str, ...]
    sources: tuple[Source, ...]
    technical: tuple[tuple[str, str], ...]
    tried: str

    @property
    def next(self) -> Stage | None:
        """The first stage that is still to be decided; None when all are."""
        open_ones = (each for each in self.stages if each.decidable)
        return next((each for each in open_ones if each.code not in self.decided), None)


def case_page(known: Known, *, state: str, now: datetime, chart: str = "") -> CasePage:
    """
    Say everything about a case that has a body.

    Args:
        state: the plan's review state on this day.
        chart: the address of the patient's record elsewhere, or nothing.
    """
    case, plan = known.case, plan_of(known.case)
    calendar = Calendar(now, case.offset_minutes)
    asked = questions(plan)
    told = _decisions(known, plan, calendar)
    latest = latest_by_stage(case.decisions)
    return CasePage(
        plan_id=plan["plan_id"],
        banner=_banner(known, plan, now=now, chart=chart),
        urgency=urgency(plan["urgency"]),
        state=STATE[state],
        headline=plan["headline"],
        act_by=remarks.act_by(plan, calendar=calendar),
        reassess_by=calendar.when(plan["reassess_by"]),
        stale_after=calendar.when(plan["stale_after"]),
        notices=notices(case, calendar=calendar),
        alerts=remarks.alerts(plan),
        flags=remarks.flags(plan),
        differential=remarks.differential(plan),
        pathways=remarks.pathways(plan),
        stages=stages(plan, calendar=calendar),
        decided={
            stage: told[place]
            for place, decision in enumerate(case.decisions)
            if latest[stage := str(decision["stage"])] is decision
        },
        decisions=tuple(reversed(told)),
        closed=closed(case, calendar=calendar),
        questions=asked[:SHOWN],
        more_questions=asked[SHOWN:],
        doors=doors(plan, calendar=calendar),
        shifts=shifts(plan),
        left_out=left_out(plan, calendar=calendar),
        findings=grouped(known.findings) if known.findings is not None else None,
        changes=(
            changes(known.previous, plan, calendar=calendar) if known.previous is not None else None
        ),
        others=tuple(_other(each) for each in case.others),
        openings=tuple(_opening(each, calendar) for each in known.openings),
        sources=sources(plan),
        technical=_technical(plan, calendar),
        tried=_tried(known.findings, plan) if known.findings is not None else "",
    )


def _tried(findings: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    # Both moments go along: the plan that is disputed is that of its day, not of today.
    own = {**findings, "assessed_at": plan["assessed_at"]}
    return address(pairs_of(own, as_of=plan["as_of"]))


def _banner(known: Known, plan: Mapping[str, Any], *, now: datetime, chart: str) -> Banner:
    return banner(
        plan,
        known.findings,
        assessed_at=known.case.record.assessed_at,
        offset_minutes=known.case.offset_minutes,
        now=now,
        simulated=known.case.simulated,
        chart=chart,
    )


def _decisions(known: Known, plan: Mapping[str, Any], calendar: Calendar) -> list[Decided]:
    named = {stage["stage"]: stage for stage in plan["stages"]}
    return [
        decided(
            decision,
            named.get(decision["stage"]),
            plan_id=plan["plan_id"],
            names=known.names,
            calendar=calendar,
        )
        for decision in known.case.decisions
    ]


def _other(record: PlanRecord) -> Earlier:
    return Earlier(
        plan_id=record.plan_id,
        assessed=clock(record.assessed_at),
        state=STATE[record.state],
        headline=record.headline,
    )


def _opening(opening: tuple[str, str, datetime], calendar: Calendar) -> str:
    name, role, at = opening
    return f"{name} ({role}), {clock(at, offset_minutes=calendar.offset_minutes)}"


def _technical(plan: Mapping[str, Any], calendar: Calendar) -> tuple[tuple[str, str], ...]:
    return (
        ("Plan", plan["plan_id"]),
        ("Assessment", plan["assessment_id"]),
        ("Planned as of", calendar.when(plan["as_of"])),
        ("Knowledge", plan["knowledge"]["version"]),
        ("Knowledge digest", plan["knowledge"]["digest"]),
        ("Content hash", plan["content_hash"]),
    )
