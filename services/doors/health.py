"""Whether the process lives, and whether it can work."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response

from services.doors.answers import answer

Ready = Callable[[], Mapping[str, str]]
"""Names what is not ready, each with why; empty when all is."""


def blueprint(ready: Ready) -> Blueprint:
    """Make `/healthz`, which answers while the process lives, and `/readyz`."""
    doors = Blueprint("health", __name__)

    @doors.get("/healthz")
    def healthz() -> Response:
        return answer({"status": "ok"})

    @doors.get("/readyz")
    def readyz() -> Response:
        waiting = dict(ready())
        state = {"status": "not_ready" if waiting else "ready", "waiting_for": waiting}
        return answer(state, 503 if waiting else 200)

    return doors
