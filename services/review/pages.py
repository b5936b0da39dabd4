"""What all pages for people share: who is signed in, how they are shown, what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, g, make_response, render_template, request
from markupsafe import Markup, escape

from services.doors import kinds as door_kinds
from services.doors.problems import Problem
from services.doors.tracing import trace_id
from services.review import kinds
from services.review.people import Person, form_is_ours, form_token, who_is
from services.review.present.problem_words import in_words
from services.review.present.words import ROLE
from services.review.station import Review

COOKIE = "facialis_session"
STATIC = Path(__file__).with_name("static")

_DATE = re.compile(r"(\d\d-[A-Z][a-z]{2}-\d{4}(?: \d\d:\d\d UTC(?:[+-]\d\d:\d\d)?)?)")


def sign_in_needed(review: Review) -> Callable[[], None]:
    """Make what a blueprint runs before each request, so that only people signed in pass."""

    def check() -> None:
        token = request.cookies.get(COOKIE, "")
        person = who_is(review.store, token, now=review.now()) if token else None
        if person is None:
            detail = "Your session has ended." if token else "These pages are for people signed in."
            raise Problem(kinds.SIGN_IN_NEEDED, detail)
        g.person = person
        if request.method == "POST" and not form_is_ours(
            person.token, request.form.get("form_token", "")
        ):
            detail = "This form did not come from a page of your session. Nothing was recorded."
            raise Problem(door_kinds.FORBIDDEN, detail)

    return check


def person() -> Person:
    """Name who is signed in, behind a door that needs it."""
    found: Person = g.person
    return found


def show(template: str, *, status: int = 200, **said: Any) -> Response:
    """Show a page."""
    who: Person | None = g.get("person")
    return make_response(
        render_template(
            f"review/{template}",
            person=who,
            role=ROLE.get(who.role, who.role) if who else "",
            form_token=form_token(who.token) if who else "",
            style=style_digest(),
            **said,
        ),
        status,
    )


def problem_page(problem: Problem) -> Response:
    """Show somebody what went wrong and what to do; any application may show its problems so."""
    title, sentence = in_words(problem)
    return show(
        "problem.html",
        status=problem.kind.status,
        title=title,
        sentence=sentence,
        problem=problem,
        more=problem.more,
        trace_id=trace_id() if problem.kind.status >= 500 else "",
    )


def unbroken_dates(text: str) -> Markup:
    """Keep each date of a sentence, and its time, on one line."""
    kept = Markup('<span class="date">{}</span>')
    return Markup("").join(
        kept.format(part) if _DATE.fullmatch(part) else escape(part) for part in _DATE.split(text)
    )


@cache
def style_digest() -> str:
    """Name the style sheet by its content, so that a browser may keep it until it changes."""
    return sha256((STATIC / "facialis.css").read_bytes()).hexdigest()[:12]
