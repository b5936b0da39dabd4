"""A line of the log for each request, for those who want it: which door, how it answered."""

import logging
from time import perf_counter

from flask import Flask, Response, g, request

from services.doors.tracing import method

LOGGER = "services.doors.access"

_log = logging.getLogger(LOGGER)
# Silent unless somebody asks for it by name: it is a line for every request.
_log.setLevel(logging.WARNING)


def log_requests(app: Flask) -> None:
    """
    Log each request when somebody listens: its door, never its address, which may name a patient.

    Needs what `services.doors.metrics.time_requests` keeps.
    """

    @app.after_request
    def tell(response: Response) -> Response:
        if _log.isEnabledFor(logging.INFO):
            route = request.url_rule.rule if request.url_rule else "none"
            spent_ms = (perf_counter() - g.began) * 1000 if "began" in g else 0.0
            _log.info("%s %s %d %.1f ms", method(), route, response.status_code, spent_ms)
        return response
