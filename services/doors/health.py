"""Whether the process lives, and whether it can work."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response

from services.doors.answers import answer

Ready = Callable[[], Mapping[str, str]]
"""Names what is not ready, each with why; empty when all is."""

Alive = Callable[[], Mapping[str, str]]
"""Names what hangs and will not mend itself, each with since when; empty when nothing does."""


def blueprint(ready: Ready, alive: Alive = dict) -> Blueprint:
    """
    Make `/healthz` and `/readyz`, for machines to act on and for people to see why.

    `/healthz` fails when only ending the process helps; `/readyz` when it should be sent nothing.
    """
    doors = Blueprint("health", __name__)

    @doors.get("/healthz")
    def healthz() -> Response:
        stuck = dict(alive())
        state = {"status": "stuck", "stuck": stuck} if stuck else {"status": "ok"}
        return answer(state, 503 if stuck else 200)

    @doors.get("/readyz")
    def readyz() -> Response:
        waiting = dict(ready())
        state = {"status": "not_ready" if waiting else "ready", "waiting_for": waiting}
        return answer(state, 503 if waiting else 200)

    return doors
