"""Everything that can go wrong in a view, answered as a problem that leaks nothing."""

import logging
import traceback
from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from bus.errors import is_retriable
from schemas.faults import Refused
from services.doors import kinds
from services.doors.answers import answer
from services.doors.kinds import Kind
from services.doors.problems import Problem, document, refused
from services.doors.tracing import trace_id

_log = logging.getLogger(__name__)

RETRY_AFTER_S = 5

MACHINE_PATHS = (
    "/v1/",
    "/fhir/",
    "/cds-services",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
)

Page = Callable[[Problem], Response]
"""Shows a problem to a person."""


def answer_problems(app: Flask, *, page: Page | None = None) -> None:
    """
    Answer every failure with a problem: as a document to machines, as a page to people.

    Args:
        page: how people are shown one; None when this application has no pages.
    """

    def shown(problem: Problem) -> Response:
        if page is None or request.path.startswith(MACHINE_PATHS):
            return _as_document(problem)
        response = page(problem)
        response.status_code = problem.kind.status
        response.headers.extend(problem.headers)
        return response

    app.register_error_handler(Problem, shown)
    app.register_error_handler(Refused, lambda error: shown(refused(error)))
    app.register_error_handler(HTTPException, lambda error: shown(_of_http(error)))
    app.register_error_handler(Exception, lambda error: shown(_of_anything(error)))


def _as_document(problem: Problem) -> Response:
    body = document(problem, trace_id=trace_id())
    media = "application/problem+json"
    return answer(body, problem.kind.status, headers=problem.headers, media=media)


def _of_http(error: HTTPException) -> Problem:
    kind = _BY_STATUS.get(error.code or 500)
    if kind is None:
        kind = kinds.BAD_REQUEST if (error.code or 500) < 500 else kinds.FAILED
    headers = {name: value for name, value in error.get_headers() if name in ("Allow", "Location")}
    return Problem(kind, kind.mend, headers=headers)


_BY_STATUS: dict[int, Kind] = {
    kind.status: kind
    for kind in (
        kinds.FORBIDDEN,
        kinds.NOT_FOUND,
        kinds.WRONG_METHOD,
        kinds.TOO_LARGE,
        kinds.WRONG_CONTENT_TYPE,
    )
}


def _of_anything(error: Exception) -> Problem:
    if is_retriable(error):
        _log.warning("unavailable: %s (trace %s)", type(error).__name__, trace_id())
        headers = {"Retry-After": str(RETRY_AFTER_S)}
        return Problem(kinds.UNAVAILABLE, kinds.UNAVAILABLE.mend, headers=headers)
    _log.error("%s at %s (trace %s)", type(error).__name__, _where(error), trace_id())
    return Problem(kinds.FAILED, kinds.FAILED.mend)


def _where(error: Exception) -> str:
    """Name the places an error passed, without its message, which may hold a patient's values."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-8:]))
