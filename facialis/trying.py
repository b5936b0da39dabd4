"""Cases that are tried, for the review station: planned as a post would be, told, and read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from facialis.chance import CLIENT
from schemas.assessment import load_assessment
from schemas.faults import Fault, InvalidAssessment
from schemas.moments import moment, written
from services.recommender.as_of import WrongAsOf, as_if_received
from services.recommender.engine import Knowledge, decide
from services.recommender.station import Propose
from services.recommender.translate import facts_from

Assessment = Mapping[str, Any]


class Trying:
    """
    Keeps the promises of ``services.review.station.Trying``.

    What speaks Gherkin is loaded when it is first asked for: nobody waits for it at the start.

    Args:
        propose: makes the plan for an assessment as received.
        knowledge: the tables, whose limits are where plans tip.
        now: tells the moment, aware, UTC.
    """

    def __init__(
        self, propose: Propose, knowledge: Knowledge, *, now: Callable[[], datetime]
    ) -> None:
        self._propose, self._knowledge, self._now = propose, knowledge, now
        verbs = {row.id: row.verb for row in knowledge.rows}
        self._verbs = verbs | {row.id: "pathway" for row in knowledge.main}

    def plan(self, assessment: Assessment, *, as_of: str) -> dict[str, Any]:
        """Make the plan that posting it to `/v1/plans/preview` would make."""
        return self._propose(self._received(assessment, as_of))

    def example(self, assessment: Assessment, *, as_of: str, about: str) -> dict[str, Any]:
        """Tell it as an example that agrees."""
        from features.trying.example import example

        at = self._moment(assessment, as_of)
        told = example(assessment, at, about=about, plan=self._plan_at, does=self._does)
        return told.as_json()

    def tipping(self, assessment: Assessment, *, as_of: str, over: str) -> dict[str, Any]:
        """Find where its plan tips."""
        from features.trying.tipping import tipping

        at = self._moment(assessment, as_of)
        found = tipping(
            assessment,
            at,
            over=over,
            cuts=self._cuts(over),
            plan=self._today,
            does=self._does,
        )
        return found.as_json()

    def read(self, text: str) -> dict[str, Any]:
        """Read examples that were pasted."""
        from features.trying.pasted import read_pasted

        return read_pasted(text, plan=self._plan_at).as_json()

    def _received(self, assessment: Assessment, as_of: str) -> dict[str, Any]:
        try:
            return as_if_received(
                dict(assessment), client=CLIENT, as_of=as_of or None, now=self._now()
            )
        except WrongAsOf as wrong:
            raise InvalidAssessment(self._faults(assessment, str(wrong))) from wrong

    def _faults(self, assessment: Assessment, wrong: str) -> list[Fault]:
        fault = Fault("/as_of", "bad_format", wrong)
        try:
            load_assessment(dict(assessment), received_at=self._now())
        except InvalidAssessment as invalid:
            return [fault, *invalid.faults]
        return [fault]

    def _moment(self, assessment: Assessment, as_of: str) -> datetime:
        received = self._received(assessment, as_of)
        at = moment(received["received_at"])
        assert at is not None, "a moment of receipt is always written"
        return at

    def _plan_at(self, assessment: Assessment, at: datetime) -> dict[str, Any]:
        return self.plan(assessment, as_of=written(at))

    def _today(self, assessment: Assessment, at: datetime) -> dict[str, Any]:
        # Dozens are compared, and only by what is offered today: nobody looks ahead in them.
        received = self._received(assessment, written(at))
        return decide(facts_from(received), self._knowledge, at, ahead=False)

    def _cuts(self, finding: str) -> tuple[float, ...]:
        place = self._knowledge.index.get(finding)
        return tuple(self._knowledge.findings[place].cuts) if place is not None else ()

    def _does(self, row: str) -> str:
        return self._verbs.get(row, "")
