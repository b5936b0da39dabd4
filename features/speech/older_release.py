"""A release of the line that cannot read everything that the next one can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from schemas.faults import Fault, InvalidAssessment
from services.recommender import station


@contextmanager
def cannot_read(patient_ref: str) -> Iterator[ExitStack]:
    """
    Let the recommender of this process be of a release that knows no such patient.

    What it gives is closed when the next release is installed. Every other patient is read as ever.
    """
    really = station.read_received

    def read(body: Any) -> dict[str, Any]:
        if isinstance(body, dict) and body.get("patient_ref") == patient_ref:
            raise InvalidAssessment([Fault("/patient_ref", "not_allowed", "Not known yet.")])
        return really(body)

    with ExitStack() as release:
        release.enter_context(patch.object(station, "read_received", read))
        yield release
