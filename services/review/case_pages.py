"""The case page: one plan, opened by somebody, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from schemas.ids import plan_event_id
from services.doors import kinds as door_kinds
from services.doors.problems import Problem
from services.doors.tracing import about
from services.review import kinds
from services.review.case import Case, etag_of, plan_of, state_on
from services.review.decision_problems import no_such_plan
from services.review.pages import person, show
from services.review.present.case_page import CasePage, Known, case_page
from services.review.present.decision_form import decision_form
from services.review.present.items import Calendar
from services.review.present.notices import unplanned
from services.review.present.words import ROLE
from services.review.records import SUPERSEDED, WITHDRAWN
from services.review.station import Review
from services.review.store.assessments import read_named
from services.review.store.cases import read_case, read_cases, read_findings
from services.review.store.openings import note_opening, read_openings
from services.review.store.people import names_of

_OPENINGS = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as somebody sees it: its page, and what a decision on it has to carry."""

    page: CasePage
    case: Case
    plan: Mapping[str, Any]
    calendar: Calendar
    etag: str


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add the case page, and the way to it from an assessment."""

    @pages.get("/cases/<plan_id>")
    def case(plan_id: str) -> Response:
        about(plan_event_id(plan_id))
        opened = open_case(review, plan_id)
        note_reader(review, plan_id)
        forms = {
            stage.code: decision_form(opened.plan, stage.code, calendar=opened.calendar)
            for stage in opened.page.stages
        }
        return show(
            "case.html",
            page=opened.page,
            forms=forms,
            etag=opened.etag,
            new_id=review.new_id,
            recorded=_stage_just_decided(opened.case),
        )

    @pages.get("/assessments/<assessment_id>")
    def assessment(assessment_id: str) -> AnyResponse:
        with review.store.reading() as connection:
            named = read_named(connection, assessment_id)
        planned = [record.plan_id for record in named if record.plan_id is not None]
        if planned:
            return redirect(f"/cases/{planned[-1]}", 303)
        if not named:
            raise Problem(door_kinds.NOT_FOUND, "There is no assessment of that name.")
        said = unplanned(named[-1], calendar=Calendar(review.now(), named[-1].offset_minutes))
        return show("not_planned.html", assessment=named[-1], said=said)


def note_reader(review: Review, plan_id: str) -> None:
    """Keep that whoever is signed in opened this case now."""
    with review.store.writing() as connection:
        note_opening(connection, plan_id, person=person().ref, now=review.now())


def open_case(review: Review, plan_id: str) -> Opened:
    """
    Read a case and put it into words, for whoever is signed in.

    Raises:
        Problem: there is no such plan, or its content was erased.
    """
    now = review.now()
    with review.store.reading() as connection:
        case = read_case(connection, plan_id)
        if case is None:
            raise no_such_plan()
        if case.body is None:
            raise Problem(kinds.ERASED, kinds.ERASED.mend)
        known = _known(connection, case)
    state = state_on(case.record, today=now.date())
    page = case_page(known, state=state, now=now, chart=review.chart_of(case.record.patient_ref))
    calendar = Calendar(now, case.offset_minutes)
    return Opened(page, case, plan_of(case), calendar, etag_of(case, today=now.date()))


def _stage_just_decided(case: Case) -> str:
    just = request.args.get("recorded")
    return next((each["stage"] for each in case.decisions if each["decision_id"] == just), "")


def _known(connection: Connection, case: Case) -> Known:
    openings = read_openings(connection, case.record.plan_id, limit=_OPENINGS)
    return Known(
        case=case,
        findings=read_findings(connection, case),
        previous=_previous(connection, case),
        names=names_of(connection, {each["decided_by"]["ref"] for each in case.decisions}),
        openings=[
            (each.name, ROLE.get(each.role, each.role).lower(), each.opened_at) for each in openings
        ],
    )


def _previous(connection: Connection, case: Case) -> dict[str, Any] | None:
    """Read the patient's plan before this one that says something else; None when there is none."""
    before = [
        other
        for other in case.others
        if other.state == SUPERSEDED
        and (other.assessed_at, other.as_of) <= (case.record.assessed_at, case.record.as_of)
        and other.content_hash != case.record.content_hash
    ]
    if not before or case.record.state == WITHDRAWN:
        return None
    previous = read_cases(connection, before[:1])[0]
    return plan_of(previous) if previous.body is not None else None
