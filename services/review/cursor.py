"""Where a list goes on, as text that others hand back and need not understand."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from services.review.store.worklist import Place


class NotACursor(Exception):
    """It was not made here; whoever sends it takes the one that came with the last page."""


def write_place(place: Place) -> str:
    """Write a place of the worklist."""
    parts = (place.pressing, place.due.isoformat(), place.first_waited.isoformat(), place.plan_id)
    return _write(*parts)


def read_place(text: str) -> Place:
    """
    Read it back.

    Raises:
        NotACursor: it was not made by ``write_place``.
    """
    try:
        pressing, due, waited, plan_id = _read(text)
        moments = datetime.fromisoformat(due), datetime.fromisoformat(waited)
        if any(moment.tzinfo is None for moment in moments):
            raise NotACursor
        return Place(int(pressing), *moments, str(plan_id))
    except (ValueError, TypeError) as broken:
        raise NotACursor from broken


def write_reference(patient_ref: str, plan_id: str) -> str:
    """Write a place in a list by patient."""
    return _write(patient_ref, plan_id)


def read_reference(text: str) -> tuple[str, str]:
    """
    Read it back.

    Raises:
        NotACursor: it was not made by ``write_reference``.
    """
    try:
        patient_ref, plan_id = _read(text)
    except (ValueError, TypeError) as broken:
        raise NotACursor from broken
    return str(patient_ref), str(plan_id)


def _write(*parts: object) -> str:
    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _read(text: str) -> list[str]:
    parts = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    if not isinstance(parts, list):
        raise NotACursor
    return parts
