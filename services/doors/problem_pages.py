"""The page of each kind of problem: what it is, and what to do about it."""

from flask import Blueprint, Response
from markupsafe import Markup, escape

from services.doors import kinds
from services.doors.problems import Problem


def blueprint() -> Blueprint:
    """Make `/problems/<name>`, where the `type` of a problem leads."""
    pages = Blueprint("problems", __name__)

    @pages.get("/problems/<name>")
    def problem_page(name: str) -> Response:
        kind = kinds.kinds().get(name)
        if kind is None:
            raise Problem(kinds.NOT_FOUND, "There is no such kind of problem.")
        return Response(_page(kind), content_type="text/html; charset=utf-8")

    return pages


def _page(kind: kinds.Kind) -> str:
    return _PAGE.format(title=escape(kind.title), status=kind.status, mend=escape(kind.mend))


_PAGE = Markup(
    "<!doctype html>\n"
    '<html lang="en"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title}</title>"
    "<h1>{title}</h1><p>Status {status}</p><p>{mend}</p>"
    '<p><a href="/docs">All doors</a></p></html>\n'
)
