"""What is wrong with one post, as the doors would answer it (problem+json), but for the trace."""

from __future__ import annotations

from typing import Any

from facialis.posts import MOST_BYTES
from schemas.faults import Refused
from schemas.strict_json import NotJson
from services.doors import kinds
from services.doors.problems import Problem, document, not_json, refused


def not_planned(error: NotJson | Refused) -> dict[str, Any]:
    """Say what is wrong with what was sent, all of it at once."""
    return _document(not_json(error) if isinstance(error, NotJson) else refused(error))


def empty() -> dict[str, Any]:
    """Say that a line has nothing on it."""
    return _document(Problem(kinds.NOT_JSON, "The line is empty; write one assessment a line."))


def too_long() -> dict[str, Any]:
    """Say that a line is longer than an assessment can be."""
    return _document(Problem(kinds.TOO_LARGE, f"It has more than {MOST_BYTES // 1024} KiB."))


def our_fault(where: str) -> dict[str, Any]:
    """Say that we erred; ``where`` tells the place and none of the patient's values."""
    return _document(Problem(kinds.FAILED, f"Please report it: {where}"))


def _document(problem: Problem) -> dict[str, Any]:
    said = document(problem, trace_id="")
    del said["trace_id"]
    return said
