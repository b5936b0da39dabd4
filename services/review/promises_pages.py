"""The promises: what clinical staff wrote, what came of it here, and what guards a row."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from services.doors import kinds as door_kinds
from services.doors.problems import Problem
from services.review.pages import show
from services.review.present import promise_signs
from services.review.station import Promises, Review


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add the features, a page for each, what guards a row, and what nothing guards."""

    @pages.get("/promises")
    def promises() -> AnyResponse:
        if row := request.args.get("row"):
            return redirect(f"/promises/rows/{row}", 303)
        return show("promises.html", front=_promises(review).front, signs=promise_signs)

    @pages.get("/promises/features/<name>")
    def promises_of(name: str) -> Response:
        page = _promises(review).feature(name)
        if page is None:
            raise Problem(door_kinds.NOT_FOUND, "No feature has that name.")
        return show("promises_feature.html", page=page, signs=promise_signs)

    @pages.get("/promises/rows/<row>")
    def promises_for(row: str) -> Response:
        page = _promises(review).row(row)
        if page is None:
            raise Problem(door_kinds.NOT_FOUND, "No promise has to do with a row of that name.")
        return show("promises_row.html", page=page, signs=promise_signs)

    @pages.get("/promises/coverage")
    def promises_missing() -> Response:
        found = _promises(review)
        said = {"coverage": found.coverage, "run": found.front["run"]}
        return show("promises_coverage.html", **said, signs=promise_signs)


def guarded_by(review: Review) -> Callable[[str], str]:
    """Make what says, beside a row of the tables, how many promises guard it."""

    def words(row: str) -> str:
        return promise_signs.guards(review.promises.guarding(row)) if review.promises else ""

    return words


def _promises(review: Review) -> Promises:
    if review.promises is None:
        raise Problem(door_kinds.NOT_FOUND, "This station was started without the promises.")
    return review.promises
