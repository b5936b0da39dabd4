"""A withdrawal: the sender takes an assessment back, and says why."""

from typing import Any

from schemas.closed import Closed, load, read
from schemas.faults import InvalidWithdrawal
from schemas.fields import WordField
from schemas.finding_fields import patient_ref_field, ref_field
from schemas.text_fields import MomentField, TextField

REASONS = ("wrong_patient", "wrong_values", "duplicate")


class Withdrawal(Closed):
    """What is posted."""

    reason = WordField(
        REASONS, required=True, metadata={"description": "Why is the assessment withdrawn?"}
    )


class WithdrawnAssessment(Withdrawal):
    """What goes out: whose assessment it was, and when it was withdrawn."""

    assessment_id = ref_field(required=True)
    patient_ref = patient_ref_field(required=True)
    client = TextField(most=64, required=True)
    withdrawn_at = MomentField(required=True)


WITHDRAWAL = Withdrawal()
WITHDRAWN = WithdrawnAssessment()


def load_withdrawal(posted: object) -> dict[str, Any]:
    """
    Check a withdrawal as it was posted.

    Raises:
        InvalidWithdrawal: with every fault; the sender mends them.
    """
    withdrawal, faults = load(WITHDRAWAL, posted)
    if faults:
        raise InvalidWithdrawal(faults)
    return withdrawal


def read_withdrawn(body: object) -> dict[str, Any]:
    """
    Check the body of a withdrawal as it comes off the bus; unknown keys are passed over.

    Raises:
        InvalidWithdrawal: it is not what intake writes.
    """
    withdrawn, faults = read(WITHDRAWN, body)
    if faults:
        raise InvalidWithdrawal(faults)
    return withdrawn
