"""What a request brings, read strictly."""

from typing import Any

from flask import request

from schemas.strict_json import NotJson, parse
from services.doors import kinds
from services.doors.problems import Problem, not_json

MOST_BYTES = 64 * 1024


def read_json() -> Any:
    """
    Read the body of this request as JSON.

    Raises:
        Problem: it is not said to be JSON, is larger than 64 KiB, or cannot be read.
    """
    if not request.is_json or request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem(kinds.WRONG_CONTENT_TYPE, _SAID_OTHERWISE)
    raw = request.get_data(cache=False)
    if len(raw) > MOST_BYTES:
        raise too_large()
    try:
        return parse(raw)
    except NotJson as error:
        raise not_json(error) from None


def too_large() -> Problem:
    """Make the problem of a body that is larger than any is taken."""
    return Problem(kinds.TOO_LARGE, f"It has more than {MOST_BYTES // 1024} KiB.")


_SAID_OTHERWISE = "The body must be application/json and not compressed."
