"""What became of an assessment, as intake asks for it and the review store knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bus.errors import Unavailable
from services.intake.following import Followed
from services.review.case import plan_of
from services.review.store.assessments import read_assessment
from services.review.store.away import unavailable_when_away
from services.review.store.cases import read_case
from services.review.store.store import Store


@dataclass(frozen=True, slots=True)
class StoreFollows:
    """Keeps the promises of intake's ``Following`` with the store of the same line."""

    store: Store

    def state_of(self, client: str, assessment_id: str) -> Followed | None:
        """Tell how far an assessment has come; None while the store has not heard of it."""
        with unavailable_when_away(), self.store.reading() as connection:
            found = read_assessment(connection, (client, assessment_id))
        return None if found is None else Followed(found.state, found.plan_id)

    def wait_for_plan(
        self, client: str, assessment_id: str, timeout_s: float
    ) -> Mapping[str, Any] | None:
        """Return the assessment's plan once the store has it; None when not in time, or away."""
        try:
            return self.store.follow(lambda: self._plan(client, assessment_id), timeout_s=timeout_s)
        except Unavailable:
            return None

    def _plan(self, client: str, assessment_id: str) -> Mapping[str, Any] | None:
        with unavailable_when_away(), self.store.reading() as connection:
            found = read_assessment(connection, (client, assessment_id))
            if found is None or found.plan_id is None:
                return None
            case = read_case(connection, found.plan_id)
        return None if case is None else plan_of(case)
