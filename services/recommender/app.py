"""The recommender's door: the plan for an assessment, with nothing stored."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, Response, request

from schemas.assessment_schema import AN_ASSESSMENT, ASSESSMENT
from schemas.plan import PLAN
from services.doors import kinds
from services.doors.answers import answer
from services.doors.body import read_json
from services.doors.described import Door, Parameter, Reply, described
from services.doors.keys import Keys, client, key_needed
from services.doors.opening import Edge, open_doors
from services.doors.problems import Problem
from services.recommender.as_of import WrongAsOf, as_if_received
from services.recommender.book import Book
from services.recommender.station import Propose

PREVIEW = Door(
    summary="Preview the plan for an assessment",
    takes=ASSESSMENT,
    example=AN_ASSESSMENT,
    reads=(
        Parameter(
            "as_of",
            "query",
            "The moment to plan for: a date, a time with its offset, or `assessed`; now without.",
        ),
    ),
    gives={200: Reply("The plan. Nothing was stored, and nobody was told.", PLAN)},
    refuses=(kinds.BAD_REQUEST,),
    tag="Plans",
)


KNOWLEDGE = Door(
    summary="Read what the knowledge is, whose, of when, and on what sources",
    gives={200: Reply("Version, digest, the 13 source attributes, pathways and tables.")},
    tag="Knowledge",
)

KNOWLEDGE_PAGE = Door(
    summary="Read the table of one pathway, with its cases and changes",
    gives={200: Reply("Its rows laid out as decision tables, its cases, and what changed when.")},
    refuses=(kinds.NOT_FOUND,),
    tag="Knowledge",
)


def create_app(propose: Propose, *, now: Callable[[], datetime], keys: Keys, edge: Edge) -> Flask:
    """Make an application of this station's door alone."""
    return open_doors([blueprint(propose, now=now, keys=keys)], edge=edge)


def blueprint(
    propose: Propose, *, now: Callable[[], datetime], keys: Keys, book: Book | None = None
) -> Blueprint:
    """
    Make the doors, for clients with a key.

    Args:
        propose: makes the plan for an assessment as received, as of its receipt.
        now: the time, aware.
        book: the knowledge to read; without it, its doors are not there.
    """
    doors = Blueprint("recommender", __name__)
    doors.before_request(key_needed(keys))

    @doors.post("/v1/plans/preview")
    @described(PREVIEW)
    def preview_plan() -> Response:
        return answer(propose(_as_if_received(read_json(), now=now())))

    if book is not None:
        _add_knowledge(doors, book)
    return doors


def _add_knowledge(doors: Blueprint, book: Book) -> None:
    @doors.get("/v1/knowledge")
    @described(KNOWLEDGE)
    def knowledge() -> Response:
        return answer(book.front)

    @doors.get("/v1/knowledge/<name>")
    @described(KNOWLEDGE_PAGE)
    def knowledge_page(name: str) -> Response:
        page = book.page(name)
        if page is None:
            raise Problem(kinds.NOT_FOUND, "No pathway, archetype or table has that name.")
        return answer(page)


def _as_if_received(posted: Any, *, now: datetime) -> dict[str, Any]:
    as_of = request.args.get("as_of")
    try:
        return as_if_received(posted, client=client(), as_of=as_of, now=now)
    except WrongAsOf as error:
        raise Problem(kinds.BAD_REQUEST, f"as_of: {error}") from None
