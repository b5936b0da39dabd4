"""An assessment: what a clinician found, as a flat object whose keys are the findings."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from schemas import moments
from schemas.assessment_schema import ASSESSMENT, FINDINGS, OPTIONAL, OR_UNKNOWN, RECEIVED, SIDED
from schemas.closed import load, pointer_to, read
from schemas.consistency import faults_between, faults_of_onset
from schemas.faults import Fault, InvalidAssessment
from schemas.in_time import faults_of_time, is_of_our_time

UNKNOWN = "unknown"


def load_assessment(posted: object, *, received_at: datetime) -> dict[str, Any]:
    """
    Check an assessment as it was posted, and take out of it what was not assessed.

    Args:
        posted: a JSON value, as parsed.
        received_at: when it came, aware; what lies later is in the future.

    Returns:
        The assessment as posted, but for findings that are null or "unknown": these are absent.
        `duration: "unknown"` stays, since it says that the onset is not known. Whole numbers
        written 3.0 are 3, a word said twice in a list stands once.

    Raises:
        InvalidAssessment: with every fault; the sender mends them.
    """
    said = _said(posted)
    assessment, faults = load(ASSESSMENT, said)
    if isinstance(said, Mapping):
        faults += faults_between(assessment, said=said, received_at=received_at)
    if faults:
        raise InvalidAssessment(_as_posted(faults, posted))
    return _without_unknown(assessment)


def as_received(
    assessment: Mapping[str, Any], *, assessment_id: str, client: str, received_at: datetime
) -> dict[str, Any]:
    """
    Make of a checked assessment the body of its event: whose it is, and when it came.

    `assessed_at` is `received_at` where it was not given.
    """
    at = moments.written(received_at)
    record = {"assessment_id": assessment_id, "client": client, "received_at": at}
    return {"assessed_at": at, **assessment, **record}


def read_received(body: object) -> dict[str, Any]:
    """
    Check the body of a received assessment as it comes off the bus; unknown keys are passed over.

    Raises:
        InvalidAssessment: it is not what intake writes; it is set aside.
    """
    received, faults = read(RECEIVED, _said(body))
    if faults := faults or list(_faults_of_received(received)):
        raise InvalidAssessment(faults)
    return _without_unknown(received)


def echo(assessment: Mapping[str, Any]) -> dict[str, Any]:
    """
    Repeat an assessment with every finding named; what was not assessed is "unknown".

    Findings that may come for each side are named for each when both sides are affected.
    """
    sided = SIDED if assessment.get("side") == "bilateral" else ()
    return {**assessment, **{name: assessment.get(name, UNKNOWN) for name in (*FINDINGS, *sided)}}


def _faults_of_received(received: Mapping[str, Any]) -> Iterator[Fault]:
    yield from faults_of_onset(received)
    received_at = moments.moment(received["received_at"])
    if received_at and is_of_our_time(received_at):
        yield from faults_of_time(received, received_at=received_at)
    else:
        yield Fault("/received_at", "out_of_range", "It is of no year that anybody can mean.")


def _said(posted: object) -> object:
    if not isinstance(posted, Mapping):
        return posted
    return {
        key: value
        for key, value in posted.items()
        # Of the onset "unknown" is an answer: somebody asked, and nobody knows.
        if (value is not None and (value != UNKNOWN or key == "duration")) or key not in OPTIONAL
    }


def _without_unknown(assessment: dict[str, Any]) -> dict[str, Any]:
    for name in OR_UNKNOWN:
        if assessment.get(name) == UNKNOWN:
            del assessment[name]
    return assessment


def _as_posted(faults: Iterable[Fault], posted: object) -> list[Fault]:
    """Put faults in the order of what was posted; what is missing comes first."""
    keys = posted if isinstance(posted, Mapping) else ()
    order = {pointer_to(key): at for at, key in enumerate(keys)}
    return sorted(faults, key=lambda fault: order.get(_top(fault.pointer), -1))


def _top(pointer: str) -> str:
    return "/".join(pointer.split("/")[:2])
