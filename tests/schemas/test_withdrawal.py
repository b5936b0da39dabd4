"""A withdrawal says why, in one of three words."""

import pytest

from schemas.faults import InvalidWithdrawal
from schemas.withdrawal import REASONS, load_withdrawal, read_withdrawn

WITHDRAWN = {
    "assessment_id": "A-1",
    "patient_ref": "P-1",
    "client": "ehr",
    "reason": "duplicate",
    "withdrawn_at": "2026-11-22T12:00:00.000Z",
}


@pytest.mark.parametrize("reason", REASONS)
def test_a_withdrawal_with_a_reason_is_taken(reason: str) -> None:
    assert load_withdrawal({"reason": reason}) == {"reason": reason}


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        ({}, ("/reason", "required")),
        ({"reason": None}, ("/reason", "required")),
        ({"reason": "oops"}, ("/reason", "not_allowed")),
        ({"reason": "duplicate", "by": "me"}, ("/by", "unknown_key")),
        ("duplicate", ("", "wrong_type")),
    ],
)
def test_a_withdrawal_without_one_is_refused(posted: object, found: tuple[str, str]) -> None:
    with pytest.raises(InvalidWithdrawal) as refused:
        load_withdrawal(posted)
    assert [(it.pointer, it.code) for it in refused.value.faults] == [found]


def test_what_intake_writes_can_be_read() -> None:
    assert read_withdrawn(WITHDRAWN | {"mood": "bad"}) == WITHDRAWN
    with pytest.raises(InvalidWithdrawal):
        read_withdrawn(WITHDRAWN | {"withdrawn_at": "today"})
