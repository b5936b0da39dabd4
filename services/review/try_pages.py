"""Try a case: what is said of nobody is planned at once; the address holds it, nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from schemas.faults import Fault, InvalidAssessment
from schemas.interventions import interventions
from schemas.moments import moment
from services.doors import kinds as door_kinds
from services.doors.problems import Problem
from services.review.pages import show
from services.review.present.items import Calendar
from services.review.present.try_form import address
from services.review.present.try_page import TIPS, WHOLE, read_again, tip_table, try_page
from services.review.station import Review, Trying
from services.review.tried_fields import Form, Tried, is_tidy, tried_from

_OWN = ("example", "tip", "form_token")
_UNREADABLE = 422


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a page shows besides the case: what was asked for, or pasted."""

    example: Mapping[str, Any] | None = None
    tipping: Mapping[str, Any] | None = None
    pasted: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add the page of a case, and what takes its form and pasted examples."""

    @pages.get("/try")
    def try_a_case() -> AnyResponse:
        trying = _trying(review)
        tried = tried_from(_said(request.args))
        if not is_tidy(_said(request.args)):
            return redirect(address(tried.pairs), 303)
        return _page(review, trying, tried)

    @pages.post("/try")
    def tell() -> AnyResponse:
        _trying(review)
        tried = tried_from(_said(request.form))
        return redirect(f"{address(tried.pairs)}#result", 303)

    @pages.post("/try/gherkin")
    def paste() -> AnyResponse:
        trying = _trying(review)
        text = request.form.get("gherkin", "")
        read = trying.read(text)
        first = next(iter(read["examples"]), None)
        tried = tried_from(MultiDict(read_again(first) if first else []))
        beside = _Beside(pasted=text, read=read)
        return _page(review, trying, tried, beside, status=_UNREADABLE if read["faults"] else 200)


def _page(
    review: Review,
    trying: Trying,
    tried: Tried,
    beside: _Beside | None = None,
    *,
    status: int = 200,
) -> Response:
    plan, faults = _plan(trying, tried)
    if plan is not None and beside is None:
        beside = _asked_for(trying, tried)
    at = moment(plan["as_of"]) if plan is not None else None
    calendar = Calendar(at or review.now(), _offset_minutes(tried))
    origin = request.url_root.rstrip("/")
    return show(
        "try.html",
        status=status,
        page=try_page(tried, plan, faults, calendar=calendar, origin=origin),
        beside=beside or _Beside(),
        tips=TIPS,
        tip_table=tip_table(tried, beside.tipping) if beside and beside.tipping else None,
        about=request.args.get("example", WHOLE),
        over=request.args.get("tip", ""),
        read_again=read_again,
        address=address,
    )


def _plan(trying: Trying, tried: Tried) -> tuple[Mapping[str, Any] | None, Sequence[Fault]]:
    """Plan a case; None while nothing is said, or with every fault at once."""
    if tried.is_blank and not tried.faults:
        return None, ()
    try:
        plan = trying.plan(tried.assessment, as_of=tried.as_of)
    except InvalidAssessment as invalid:
        return None, (*tried.faults, *invalid.faults)
    return (None, tried.faults) if tried.faults else (plan, ())


def _asked_for(trying: Trying, tried: Tried) -> _Beside:
    about, over = request.args.get("example", ""), request.args.get("tip", "")
    told, said = about == WHOLE or about in interventions(), tried.assessment
    return _Beside(
        example=trying.example(said, as_of=tried.as_of, about=about) if told else None,
        tipping=trying.tipping(said, as_of=tried.as_of, over=over) if over in TIPS else None,
    )


def _offset_minutes(tried: Tried) -> int:
    assessed_at = moment(str(tried.assessment.get("assessed_at", "")))
    offset = assessed_at.utcoffset() if assessed_at is not None else None
    return int(offset.total_seconds() // 60) if offset is not None else 0


def _said(form: Form) -> Form:
    return MultiDict([pair for pair in form.items(multi=True) if pair[0] not in _OWN])


def _trying(review: Review) -> Trying:
    if review.trying is None:
        detail = "This station was started without what plans a case that is tried."
        raise Problem(door_kinds.NOT_FOUND, detail)
    return review.trying
