"""What parts of an assessment say about each other: one onset, sides that fit, possible times."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from schemas.assessment_schema import SIDED
from schemas.faults import Fault
from schemas.finding_fields import ONSETS
from schemas.in_time import faults_of_time


def faults_between(
    assessment: Mapping[str, Any], *, said: Mapping[str, Any], received_at: datetime
) -> Iterator[Fault]:
    """
    Find what cannot be so. A picture that contradicts itself clinically is no fault: it is planned.

    Args:
        assessment: the keys that could be read.
        said: all that was posted and not said to be unknown, read or not.
        received_at: when.
    """
    yield from faults_of_onset(said)
    if "side" in assessment or "side" not in said:
        yield from _faults_of_sides(assessment)
    yield from faults_of_time(assessment, received_at=received_at)


def faults_of_onset(assessment: Mapping[str, Any]) -> Iterator[Fault]:
    """Find whether the onset is said once, as it must be."""
    said = [key for key in ONSETS if key in assessment]
    if not said:
        yield Fault("/duration", "required", _ONE_ONSET)
    for key in said[1:]:
        detail = f"The onset is already said by {said[0]}. {_ONE_ONSET}"
        yield Fault(f"/{key}", "contradicts", detail)


_ONE_ONSET = (
    "Say when the palsy began by one of duration, onset_date and onset_at; "
    'duration may be "unknown".'
)


def _faults_of_sides(assessment: Mapping[str, Any]) -> Iterator[Fault]:
    if assessment.get("side") == "bilateral":
        return
    for key in SIDED:
        if key in assessment:
            plain = key.rpartition("_")[0]
            detail = f'Findings for each side go with side "bilateral"; else write {plain}.'
            yield Fault(f"/{key}", "contradicts", detail, suggestion=plain)
