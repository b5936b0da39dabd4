"""No log record holds anything of what was posted."""

import logging
from typing import Any

import pytest

from schemas.catalogue import catalogue
from tests.builders import a_full_assessment
from tests.services.intake.station import Station

CANARY = "CANARY-7"


def everywhere(value: Any) -> Any:
    """Put the canary into each text of a value, so that it stands wherever it may."""
    if isinstance(value, str):
        return CANARY
    if isinstance(value, list):
        return [everywhere(item) for item in value]
    if isinstance(value, dict):
        return {key: everywhere(item) for key, item in value.items()}
    return value


def posts() -> list[Any]:
    full = a_full_assessment()
    names = (*catalogue().record, *catalogue().findings)
    return [
        full | {"patient_ref": CANARY, "assessment_id": CANARY, "replaces": CANARY},
        everywhere(full),
        *(full | {name: everywhere(full[name])} for name in names if name in full),
        full | {CANARY: 1},
        [CANARY],
        CANARY,
    ]


def test_nothing_that_is_posted_is_logged(
    station: Station, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        statuses = {station.post(it, Idempotency_Key=CANARY).status_code for it in posts()}
        station.get(f"/v1/assessments/{CANARY}")
        station.withdraw(CANARY, CANARY)
    assert statuses == {202, 409, 422}
    assert CANARY not in "".join(map(logging.Formatter().format, caplog.records))


def test_nor_when_the_disk_is_away(station: Station, caplog: pytest.LogCaptureFixture) -> None:
    station.writer.close()
    with caplog.at_level(logging.DEBUG):
        station.post(a_full_assessment(patient_ref=CANARY))
    assert caplog.records
    assert CANARY not in caplog.text


def test_of_what_is_refused_only_the_offending_word_is_repeated(station: Station) -> None:
    posted = a_full_assessment(patient_ref=CANARY, cause="bells palsy")
    reply = station.post(posted)
    assert reply.status_code == 422
    assert CANARY not in reply.text
    assert "bells palsy" in reply.text
