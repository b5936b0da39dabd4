"""The machine doors: plans to read, decisions to record."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from schemas.ids import plan_event_id
from schemas.review import load_decision
from services.doors.answers import answer
from services.doors.body import read_json
from services.doors.described import described
from services.doors.keys import key_needed
from services.doors.problems import Problem
from services.doors.tracing import about, traceparent
from services.review import kinds
from services.review.case import Case, etag_of, plan_of, review_of
from services.review.cursor import write_place
from services.review.decision_problems import no_such_plan, record
from services.review.described_doors import DECIDE, LIST, READ
from services.review.listing import read_asked
from services.review.recording import ANY_STATE
from services.review.station import Review
from services.review.store.cases import read_case, read_cases
from services.review.store.worklist import Place, place_of, read_of_patient, read_page


def blueprint(review: Review) -> Blueprint:
    """Make the doors for clients with a key."""
    doors = Blueprint("plans", __name__, url_prefix="/v1/plans")
    doors.before_request(key_needed(review.keys))

    @doors.get("/<plan_id>")
    @described(READ)
    def read_plan(plan_id: str) -> Response:
        about(plan_event_id(plan_id))
        with review.store.reading() as connection:
            case = _readable(read_case(connection, plan_id))
        today = review.now().date()
        response = answer(_whole(case, today=today), headers={"ETag": _etag(case, today=today)})
        response.make_conditional(request)
        return response

    @doors.get("")
    @described(LIST)
    def list_plans() -> Response:
        today = review.now().date()
        asked = read_asked(request.args, today=today)
        with review.store.reading() as connection:
            if asked.patient_ref:
                found = read_of_patient(
                    connection, asked.patient_ref, asked.wanted, after=asked.after
                )
            else:
                found = read_page(
                    connection, asked.wanted, limit=asked.limit + 1, after=asked.after
                )
            page = [plan for plan in found[: asked.limit] if asked.takes(plan, today=today)]
            cases = read_cases(connection, page)
        last = found[asked.limit - 1] if len(found) > asked.limit else None
        return _listed(cases, after=place_of(last) if last else None, today=today)

    @doors.post("/<plan_id>/decisions")
    @described(DECIDE)
    def decide(plan_id: str) -> Response:
        with review.store.reading() as connection:
            _readable(read_case(connection, plan_id))
        if not request.headers.get("If-Match"):
            raise Problem(kinds.IF_MATCH_NEEDED, kinds.IF_MATCH_NEEDED.mend)
        posted = load_decision(read_json(), received_at=review.now())
        recorded = record(review, plan_id, posted=posted, seen=_seen(), traceparent=traceparent())
        with review.store.reading() as connection:
            case = _readable(read_case(connection, plan_id))
        headers = {
            "ETag": _etag(case, today=review.now().date()),
            "Location": f"/v1/plans/{plan_id}",
        }
        if recorded.repeated:
            headers["Idempotent-Replayed"] = "true"
        return answer(dict(recorded.decision), 201, headers=headers)

    return doors


def _readable(case: Case | None) -> Case:
    if case is None:
        raise no_such_plan()
    if case.body is None:
        raise Problem(kinds.ERASED, kinds.ERASED.mend)
    return case


def _seen() -> frozenset[str]:
    if request.if_match.star_tag:
        return frozenset({ANY_STATE})
    return frozenset(request.if_match.as_set(include_weak=True))


def _whole(case: Case, *, today: date) -> dict[str, Any]:
    return {**plan_of(case), "review": review_of(case, today=today)}


def _etag(case: Case, *, today: date) -> str:
    return f'"{etag_of(case, today=today)}"'


def _listed(cases: list[Case], *, after: Place | None, today: date) -> Response:
    items = [_whole(case, today=today) for case in cases if case.body is not None]
    following = None if after is None else write_place(after)
    headers = {}
    if following is not None:
        asked = {name: value for name, value in request.args.items() if name != "cursor"}
        address = f"/v1/plans?{urlencode({**asked, 'cursor': following})}"
        headers["Link"] = f'<{address}>; rel="next"'
    return answer({"items": items, "next": following}, headers=headers)
