"""Signing in by a printed link, and signing out."""

from __future__ import annotations

import re

from flask import Blueprint, Response, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from services.doors.problems import Problem
from services.review import kinds
from services.review.pages import COOKIE, person, show
from services.review.people import (
    SESSION_LASTS,
    Person,
    form_is_ours,
    form_token,
    link_is_good,
    sign_in,
    sign_out,
)
from services.review.present.words import ROLE
from services.review.station import Review

_NAME = re.compile(r"[^\x00-\x1f\x7f<>]{2,80}")
_INVALID = 422


def add_open_pages(pages: Blueprint, review: Review) -> None:
    """Add the pages that need no session: a link's form, and what takes it."""

    @pages.get("/sign-in/<link>")
    def sign_in_form(link: str) -> Response:
        _refuse_unless_good(review, link)
        return _form_page(link)

    @pages.post("/sign-in/<link>")
    def take_sign_in(link: str) -> AnyResponse:
        _refuse_unless_good(review, link)
        if not form_is_ours(link, request.form.get("form_token", "")):
            return _form_page(link, {"form": "Send the form of this page."}, _INVALID)
        name, role = " ".join(request.form.get("name", "").split()), request.form.get("role", "")
        if faults := _faults(name, role):
            return _form_page(link, faults, _INVALID)
        return _begin(_signed_in(review, link, name=name, role=role))

    @pages.get("/sign-in")
    def how_to_sign_in() -> Response:
        raise Problem(kinds.SIGN_IN_NEEDED, "A link lets you in.")


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add signing out."""

    @pages.post("/sign-out")
    def take_sign_out() -> AnyResponse:
        sign_out(review.store, person())
        response = make_response(redirect("/sign-in", 303))
        response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
        return response


def _signed_in(review: Review, link: str, *, name: str, role: str) -> Person:
    found = sign_in(
        review.store,
        link,
        name=name,
        role=role,
        now=review.now(),
        new_id=review.new_id,
        new_token=review.new_token,
    )
    if found is None:
        raise Problem(kinds.LINK_USED_UP, "Somebody was faster, or the 15 minutes are over.")
    return found


def _refuse_unless_good(review: Review, link: str) -> None:
    if not link_is_good(review.store, link, now=review.now()):
        raise Problem(kinds.LINK_USED_UP, "It was used already, is over, or is not one of ours.")


def _faults(name: str, role: str) -> dict[str, str]:
    faults = {}
    if not _NAME.fullmatch(name):
        faults["name"] = "Write your name, 2 to 80 characters."
    if role not in ROLE:
        faults["role"] = "Choose your role."
    return faults


def _form_page(link: str, faults: dict[str, str] | None = None, status: int = 200) -> Response:
    return show(
        "sign_in.html",
        status=status,
        link=link,
        link_token=form_token(link),
        roles=ROLE,
        name=request.form.get("name", ""),
        chosen=request.form.get("role", ""),
        faults=faults or {},
    )


def _begin(found: Person) -> AnyResponse:
    response = make_response(redirect("/", 303))
    response.set_cookie(
        COOKIE,
        found.token,
        max_age=int(SESSION_LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return response
