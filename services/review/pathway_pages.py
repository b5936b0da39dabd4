"""The pages of the knowledge: whose it is, and the table of each pathway with its cases."""

from __future__ import annotations

from flask import Blueprint, Response

from services.doors import kinds as door_kinds
from services.doors.problems import Problem
from services.review.pages import show
from services.review.present.dates import when
from services.review.present.words import EVIDENCE, plain
from services.review.station import Book, Review


def add_pages(pages: Blueprint, review: Review) -> None:
    """Add the contents, and a page for each pathway, archetype and table."""

    @pages.get("/pathways")
    def pathways() -> Response:
        return show("pathways.html", front=_book(review).front, plain=plain, when=when)

    @pages.get("/pathways/<name>")
    def pathway(name: str) -> Response:
        page = _book(review).page(name)
        if page is None:
            raise Problem(door_kinds.NOT_FOUND, "No pathway, archetype or table has that name.")
        return show("pathway.html", page=page, plain=plain, when=when, evidence=_evidence)


def _evidence(code: str) -> str:
    return EVIDENCE.get(code, plain(code))


def _book(review: Review) -> Book:
    if review.book is None:
        raise Problem(door_kinds.NOT_FOUND, "This station was started without the tables to read.")
    return review.book
