"""What went wrong at a door, as an exception inside and as problem+json (RFC 9457) outside."""

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.faults import Fault, Refused
from schemas.strict_json import NotJson
from services.doors import kinds
from services.doors.kinds import Kind


class Problem(Exception):
    """
    A request that is answered with a problem; the sender, or time, mends it.

    Attributes:
        kind: which kind.
        detail: what it is this time, in a sentence; no patient's values.
        faults: what is wrong with the body, by pointer; empty when it is not that.
        headers: what the answer carries besides.
        more: further members of the document, such as which plan is the current one.
    """

    def __init__(
        self,
        kind: Kind,
        detail: str,
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{kind.name}: {detail}")
        self.kind = kind
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = dict(headers or {})
        self.more = dict(more or {})


def not_json(error: NotJson) -> Problem:
    """Make the problem of a body that cannot be read."""
    return Problem(kinds.NOT_JSON, error.detail)


def refused(error: Refused) -> Problem:
    """Make the problem of a body that can be read and not be taken, with every fault."""
    count = len(error.faults)
    detail = "One thing is wrong." if count == 1 else f"{count} things are wrong."
    return Problem(kinds.INVALID, detail, faults=error.faults)


def document(problem: Problem, *, trace_id: str) -> dict[str, Any]:
    """Write a problem as the document that answers a request."""
    return {
        "type": problem.kind.path,
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
        "trace_id": trace_id,
        "errors": [_error(fault) for fault in problem.faults],
        **problem.more,
    }


def _error(fault: Fault) -> dict[str, Any]:
    return {
        "pointer": fault.pointer,
        "code": fault.code,
        "detail": fault.detail,
        "allowed": list(fault.allowed),
        "suggestion": fault.suggestion,
    }
