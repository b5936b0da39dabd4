"""Whether the times in an assessment can be so: not in the future, within a lifetime, in order."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.catalogue import catalogue
from schemas.elapsed import DAYS_IN, MOST_YEARS
from schemas.faults import Fault
from schemas.moments import day, moment
from schemas.treatments import DATES

# A sender's clock may run ahead; and somewhere on earth it is tomorrow for up to 14 hours.
_AHEAD = timedelta(minutes=5)
_DAY_AHEAD = timedelta(hours=14)

_LIFETIME = timedelta(days=MOST_YEARS * DAYS_IN["years"])

_ALL = (*catalogue().record.values(), *catalogue().findings.values())
_MOMENTS = (*(finding.name for finding in _ALL if finding.kind == "moment"), "onset_at")
_DAYS = (*(finding.name for finding in _ALL if finding.kind == "date"), "onset_date")


def faults_of_time(assessment: Mapping[str, Any], *, received_at: datetime) -> Iterator[Fault]:
    """
    Find the times that cannot be so, in an assessment whose keys could be read.

    Args:
        received_at: when it came, aware; of a year between 1900 and 2200.
    """
    received_at = received_at.astimezone(UTC)
    for pointer, at in _moments(assessment):
        yield from _faults_of_moment(pointer, at, received_at)
    latest = (received_at + _DAY_AHEAD).date().isoformat()
    earliest = (received_at - _LIFETIME).date().isoformat()
    for pointer, on in _days(assessment):
        # As they are written, dates are in the order of time.
        if on > latest:
            yield Fault(pointer, "in_future", "It lies in the future.")
        elif on < earliest:
            yield Fault(pointer, "out_of_range", _LONG_AGO)
    yield from _onset_after_assessment(assessment, received_at)


def is_of_our_time(at: datetime) -> bool:
    """Tell whether a time is of a year that anybody can mean, so that it can be reckoned with."""
    return _EARLIEST <= at.year < _LATEST


_EARLIEST, _LATEST = 1900, 2200


def _moments(assessment: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    for key in _MOMENTS:
        if key in assessment and (at := moment(assessment[key])):
            yield f"/{key}", at


def _days(assessment: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in _DAYS:
        if key in assessment:
            yield f"/{key}", assessment[key]
    for at, entry in enumerate(assessment.get("prior_treatments", ())):
        for key in DATES if isinstance(entry, Mapping) else ():
            if key in entry:
                yield f"/prior_treatments/{at}/{key}", entry[key]


def _faults_of_moment(pointer: str, at: datetime, received_at: datetime) -> Iterator[Fault]:
    if at > received_at + _AHEAD:
        yield Fault(pointer, "in_future", "It lies in the future.")
    elif at < received_at - _LIFETIME:
        yield Fault(pointer, "out_of_range", _LONG_AGO)


_LONG_AGO = f"It lies more than {MOST_YEARS} years back."


def _onset_after_assessment(
    assessment: Mapping[str, Any], received_at: datetime
) -> Iterator[Fault]:
    assessed_at = moment(assessment.get("assessed_at", "")) or received_at
    if any(_faults_of_moment("/assessed_at", assessed_at, received_at)):
        return
    onset_at = moment(assessment.get("onset_at", ""))
    if onset_at and assessed_at + _AHEAD < onset_at <= received_at + _AHEAD:
        yield Fault("/onset_at", "contradicts", _AFTERWARDS)
    onset_date = day(assessment.get("onset_date", ""))
    latest, today = (assessed_at + _DAY_AHEAD).date(), (received_at + _DAY_AHEAD).date()
    if onset_date and latest < onset_date <= today:
        yield Fault("/onset_date", "contradicts", _AFTERWARDS)


_AFTERWARDS = "The palsy would have begun after it was assessed: one of the two times is wrong."
