"""The worklist's page: which plans wait, and who has an assessment without a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from schemas.plan_words import URGENCIES
from services.review.cursor import (
    NotACursor,
    read_place,
    read_reference,
    write_place,
    write_reference,
)
from services.review.listing import wanted
from services.review.pages import show
from services.review.present.words import urgency
from services.review.present.worklist_page import STATE_CHOICES, row, without_plan
from services.review.records import (
    CURRENT_STATES,
    OPEN_STATES,
    REVIEW_STATES,
    AssessmentRecord,
    PlanRecord,
)
from services.review.station import Review
from services.review.store.assessments import read_unplanned, read_unplanned_of
from services.review.store.knowing import read_assessments
from services.review.store.worklist import (
    Wanted,
    count_by_urgency,
    place_of,
    read_page,
    read_search,
)

PAGE = 50
_COUNTED = 1000
_UNPLANNED = 10
_ON_ITS_WAY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a worklist shows, as it stands in its address; empty means all that is open."""

    patient_ref: str
    state: str
    urgency: str
    after: str

    def address(self, **changed: str) -> str:
        """Write the address of the same list with something changed, from its first page."""
        said = {"patient_ref": self.patient_ref, "state": self.state, "urgency": self.urgency}
        kept = {name: value for name, value in (said | changed).items() if value}
        return f"/?{urlencode(kept)}" if kept else "/"


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add the worklist."""

    @pages.get("/")
    def worklist() -> Response:
        now, filters = review.now(), _filters()
        chosen = wanted(
            filters.state or None,
            filters.urgency or None,
            today=now.date(),
            usual=CURRENT_STATES if filters.patient_ref else OPEN_STATES,
        )
        with review.store.reading() as connection:
            plans = _read(connection, filters, chosen)
            known = read_assessments(connection, {plan.key for plan in plans})
            counts = count_by_urgency(connection, Wanted(OPEN_STATES), most=_COUNTED)
            unplanned = _unplanned(connection, filters, review)
        shown = plans[:PAGE]
        return show(
            "worklist.html",
            rows=[row(plan, known.get(plan.key), now=now) for plan in shown],
            unplanned=without_plan(unplanned, now=now),
            filters=filters,
            states=STATE_CHOICES,
            urgencies={code: urgency(code) for code in URGENCIES},
            counts={code: _counted(number) for code, number in counts.items()},
            following=_following(filters, shown) if len(plans) > PAGE else "",
            now=now,
        )


def _filters() -> Filters:
    state, level = request.args.get("state", ""), request.args.get("urgency", "")
    return Filters(
        patient_ref=request.args.get("patient_ref", "").strip()[:64],
        state=state if state in REVIEW_STATES else "",
        urgency=level if level in URGENCIES else "",
        after=request.args.get("after", ""),
    )


def _read(connection: Connection, filters: Filters, chosen: Wanted) -> list[PlanRecord]:
    # An address that somebody mangled shows the first page rather than an error.
    if filters.patient_ref:
        try:
            after = read_reference(filters.after) if filters.after else None
        except NotACursor:
            after = None
        return read_search(connection, filters.patient_ref, chosen, limit=PAGE + 1, after=after)
    try:
        place = read_place(filters.after) if filters.after else None
    except NotACursor:
        place = None
    return read_page(connection, chosen, limit=PAGE + 1, after=place)


def _following(filters: Filters, shown: list[PlanRecord]) -> str:
    last = shown[-1]
    if filters.patient_ref:
        return filters.address(after=write_reference(last.patient_ref, last.plan_id))
    return filters.address(after=write_place(place_of(last)))


def _unplanned(connection: Connection, filters: Filters, review: Review) -> list[AssessmentRecord]:
    if filters.patient_ref:
        return read_unplanned_of(connection, filters.patient_ref)
    if filters.state or filters.urgency or filters.after:
        return []
    return read_unplanned(connection, since=review.now() - _ON_ITS_WAY, limit=_UNPLANNED)


def _counted(number: int) -> str:
    return f"{_COUNTED}+" if number >= _COUNTED else str(number)
