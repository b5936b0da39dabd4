"""The station's doors, for machines and for people, as one blueprint."""

from __future__ import annotations

from flask import Blueprint, Response, send_from_directory

from services.review import (
    case_pages,
    decision_pages,
    pathway_pages,
    plan_doors,
    promises_pages,
    sign_in,
    try_pages,
    worklist,
)
from services.review.pages import STATIC, sign_in_needed, unbroken_dates
from services.review.promises_pages import guarded_by
from services.review.station import Review

_A_YEAR_S = 31_536_000


def blueprint(review: Review) -> Blueprint:
    """
    Make every door of the station.

    Keys open the machine doors and no page, a session opens the pages and no machine door. Show
    the problems of the application with ``services.review.pages.problem_page``.
    """
    station = Blueprint("review", __name__, template_folder="templates")
    station.add_app_template_filter(unbroken_dates, "dates")
    station.add_app_template_global(guarded_by(review), "guarded_by")
    station.register_blueprint(plan_doors.blueprint(review))
    station.register_blueprint(_open_pages(review))
    station.register_blueprint(_pages(review))
    return station


def _pages(review: Review) -> Blueprint:
    pages = Blueprint("pages", __name__)
    pages.before_request(sign_in_needed(review))
    for add in (
        worklist.add_pages,
        case_pages.add_pages,
        decision_pages.add_pages,
        pathway_pages.add_pages,
        promises_pages.add_pages,
        try_pages.add_pages,
        sign_in.add_pages,
    ):
        add(pages, review)
    return pages


def _open_pages(review: Review) -> Blueprint:
    pages = Blueprint("open_pages", __name__)
    sign_in.add_open_pages(pages, review)

    @pages.get("/static/review/<path:name>")
    def static_file(name: str) -> Response:
        # The address carries a digest of the content, so that it never changes under it.
        return send_from_directory(STATIC, name, max_age=_A_YEAR_S)

    return pages
