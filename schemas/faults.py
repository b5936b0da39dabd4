"""What is wrong with something that was sent, said so that the sender can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong, and where.

    Attributes:
        pointer: where, as a JSON Pointer (RFC 6901); empty for the whole.
        code: `required`, `unknown_key`, `wrong_type`, `not_allowed`, `out_of_range`, `bad_format`,
            `in_future` or `contradicts`.
        detail: what was found and what to write. Of what was sent it repeats at most the offending
            word.
        allowed: the words that may stand there; empty when that is not a matter of words.
        suggestion: the nearest word or key that may stand there; None when nothing is near.
    """

    pointer: str
    code: str
    detail: str
    allowed: tuple[str, ...] = ()
    suggestion: str | None = None


class Refused(Exception):
    """
    Something that was sent and cannot be taken. The sender mends it; sending it again is no use.

    Attributes:
        faults: everything that is wrong with it, never empty.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            "; ".join(f"{fault.pointer or '/'}: {fault.code}" for fault in self.faults)
        )


class InvalidAssessment(Refused):
    """An assessment that cannot be taken."""


class InvalidWithdrawal(Refused):
    """A withdrawal that cannot be taken."""


class InvalidDecision(Refused):
    """A decision that cannot be taken."""


class InvalidPlan(Refused):
    """A plan that is not as plans are written."""
