"""What becomes of an assessment after intake, as far as somebody can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

RECEIVED = "received"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Followed:
    """
    How far an assessment has come.

    Attributes:
        state: `received`, `planned`, `set_aside`, `withdrawn` or `replaced`.
        plan_id: the plan that was proposed for it; None when there is none.
    """

    state: str
    plan_id: str | None = None


class Following(Protocol):
    """Tells what became of assessments. Safe to call from several threads."""

    def state_of(self, client: str, assessment_id: str) -> Followed | None:
        """
        Tell how far an assessment has come; None when nothing is known of it yet.

        Raises:
            Unavailable: try again later.
        """
        ...

    def wait_for_plan(
        self, client: str, assessment_id: str, timeout_s: float
    ) -> Mapping[str, Any] | None:
        """
        Return the plan proposed for an assessment as soon as there is one.

        Blocks for at most `timeout_s` seconds; None when there is none by then, or when nobody
        can tell at the moment: the assessment was accepted all the same.
        """
        ...


class NobodyFollows:
    """For an intake that stands alone: it knows what it took, and no more."""

    def state_of(self, client: str, assessment_id: str) -> Followed | None:
        """Know nothing."""
        return None

    def wait_for_plan(
        self, client: str, assessment_id: str, timeout_s: float
    ) -> Mapping[str, Any] | None:
        """Have no plan, and not wait for one."""
        return None
