"""Deciding on a stage: a form that is posted, recorded, and led back to the case."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from schemas.faults import Fault, InvalidDecision
from schemas.review import load_decision
from services.doors import kinds as door_kinds
from services.doors.problems import Problem
from services.doors.tracing import traceparent
from services.review.case_pages import Opened, note_reader, open_case
from services.review.decision_form_fields import decision_from
from services.review.decision_problems import record
from services.review.pages import person, show
from services.review.present.decision_faults import said
from services.review.present.decision_form import DecisionForm, decision_form
from services.review.station import Review

_INVALID = 422


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add the form of one stage, and what takes it."""

    @pages.get("/cases/<plan_id>/stages/<stage>")
    def decision(plan_id: str, stage: str) -> Response:
        opened = open_case(review, plan_id)
        note_reader(review, plan_id)
        return _form_page(review, opened, _form(opened, stage))

    @pages.post("/cases/<plan_id>/stages/<stage>")
    def decide(plan_id: str, stage: str) -> AnyResponse:
        opened = open_case(review, plan_id)
        form = _form(opened, stage)
        if _must_be_confirmed(stage):
            return show("confirm.html", page=opened.page, form=form, sent=_sent())
        try:
            decision_id = _record(review, plan_id, stage)
        except InvalidDecision as invalid:
            return _form_page(review, opened, form, faults=invalid.faults, status=_INVALID)
        case = url_for(".case", plan_id=plan_id, recorded=decision_id)
        return redirect(f"{case}#decided-{stage}", 303)


def _record(review: Review, plan_id: str, stage: str) -> str:
    who = {"ref": person().ref, "role": person().role}
    posted = decision_from(request.form, stage=stage, decided_by=who)
    recorded = record(
        review,
        plan_id,
        posted=load_decision(posted, received_at=review.now()),
        seen=frozenset({request.form.get("etag", "")}),
        traceparent=traceparent(),
    )
    return str(recorded.decision["decision_id"])


def _must_be_confirmed(stage: str) -> bool:
    # The one act that is stopped for: to decline what is there to save life, sight or nerve.
    declines = request.form.get("decision") == "decline"
    return stage == "emergency" and declines and "confirmed" not in request.form


def _form(opened: Opened, stage: str) -> DecisionForm:
    named = {each.code for each in opened.page.stages}
    form = None
    if stage in named:
        form = decision_form(opened.plan, stage, calendar=opened.calendar)
    if form is None:
        raise Problem(door_kinds.NOT_FOUND, "This plan offers nothing to decide in that stage.")
    return form


def _form_page(
    review: Review,
    opened: Opened,
    form: DecisionForm,
    *,
    faults: Iterable[Fault] = (),
    status: int = 200,
) -> Response:
    return show(
        "decision.html",
        status=status,
        page=opened.page,
        form=form,
        etag=request.form.get("etag") or opened.etag,
        decision_id=request.form.get("decision_id") or review.new_id(),
        sent=request.form,
        faults=said(faults),
    )


def _sent() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name != "form_token"]
