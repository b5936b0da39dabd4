"""The moment that a plan is made for, where the asker may choose it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from schemas.assessment import as_received, load_assessment
from schemas.ids import assessment_id_from
from schemas.in_time import is_of_our_time
from schemas.moments import day, moment


class WrongAsOf(ValueError):
    """What was given is neither a date, nor a time with its offset, nor the word; ask again."""


def as_if_received(posted: Any, *, client: str, as_of: str | None, now: datetime) -> dict[str, Any]:
    """
    Take an assessment as if it came at the moment that is planned for; nothing is stored.

    What was found after that moment lies in the future, and is refused.

    Args:
        posted: a JSON value, as parsed.
        client: who asks.
        as_of: as in `moment_meant`.

    Raises:
        InvalidAssessment: with every fault; the sender mends them.
        WrongAsOf: no moment is meant.
    """
    received_at = moment_meant(as_of, assessed_at=_assessed_at(posted), now=now)
    assessment = load_assessment(posted, received_at=received_at)
    name = assessment.get("assessment_id") or assessment_id_from(client, _digest(assessment))
    return as_received(assessment, assessment_id=name, client=client, received_at=received_at)


def _assessed_at(posted: Any) -> datetime | None:
    said = posted.get("assessed_at") if isinstance(posted, Mapping) else None
    return moment(said) if isinstance(said, str) else None


def _digest(assessment: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(assessment, sort_keys=True).encode()).hexdigest()


def moment_meant(text: str | None, *, assessed_at: datetime | None, now: datetime) -> datetime:
    """
    Say which moment is meant.

    Args:
        text: a date, a time with its offset, "assessed", or None for now.
        assessed_at: when the patient was examined; None where it is not said, which means now.

    Returns:
        For a date its first moment, in the offset of the assessment; but on the day of the
        assessment itself the moment of the assessment, since nothing was known before it.

    Raises:
        WrongAsOf: the text is none of these, or nobody can have meant that year.
    """
    at = _meant(text, assessed_at=assessed_at, now=now)
    if not is_of_our_time(at):
        raise WrongAsOf("Name a moment of our time.")
    return at


def _meant(text: str | None, *, assessed_at: datetime | None, now: datetime) -> datetime:
    if text is None:
        return now
    if text == "assessed":
        return assessed_at or now
    if at := moment(text):
        return at
    if on := day(text):
        return _beginning(on, assessed_at)
    raise WrongAsOf('Write 2027-03-14, 2027-03-14T09:00:00Z, or "assessed".')


def _beginning(on: date, assessed_at: datetime | None) -> datetime:
    if assessed_at and assessed_at.date() == on:
        return assessed_at
    offset = assessed_at.tzinfo if assessed_at else UTC
    return datetime(on.year, on.month, on.day, tzinfo=offset)
