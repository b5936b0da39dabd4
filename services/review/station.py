"""What the doors of this station work with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any, Protocol
from urllib.parse import quote

from services.doors.keys import Keys
from services.review.store.store import Store

_PLACE = "{patient_ref}"


class Book(Protocol):
    """The knowledge to read, as the recommender's doors give it to machines."""

    @property
    def front(self) -> Mapping[str, Any]: ...

    def page(self, name: str) -> Mapping[str, Any] | None: ...


class Promises(Protocol):
    """
    What clinical staff promised, and what came of it when it was last run on this machine.

    Everything is read anew when features or figures change; a question may take a tenth of a
    second then. `features.living.document.Document` says what each page holds.
    """

    @property
    def front(self) -> Mapping[str, Any]: ...

    @property
    def coverage(self) -> Mapping[str, Any] | None: ...

    def feature(self, name: str) -> Mapping[str, Any] | None: ...

    def row(self, row: str) -> Mapping[str, Any] | None: ...

    def guarding(self, row: str) -> int:
        """Count the examples that guard a row of the tables; 0 when none does."""
        ...


class Trying(Protocol):
    """
    Cases that are tried, as the front door plans, tells and reads them. Nothing is kept.

    Assessments are as a machine posts them, for nobody; `as_of` is text as its door takes it,
    empty for now. `InvalidAssessment` is raised with every fault, one of `as_of` under `/as_of`.
    """

    def plan(self, assessment: Mapping[str, Any], *, as_of: str) -> Mapping[str, Any]:
        """Make the plan that posting it would make."""
        ...

    def example(
        self, assessment: Mapping[str, Any], *, as_of: str, about: str
    ) -> Mapping[str, Any]:
        """
        Tell it as an example in Gherkin that agrees with the tables.

        Args:
            about: an intervention, or `whole` for the plan as a whole.

        Returns:
            `{text, file, rule, line, note, whole}`: the scenario, and where it belongs; `line` is
            0 and `rule` a proposal where no rule speaks of it yet. `note` says what could not be
            told, `whole` is the same as a feature of its own.
        """
        ...

    def tipping(self, assessment: Mapping[str, Any], *, as_of: str, over: str) -> Mapping[str, Any]:
        """
        Find where its plan tips when one finding is told otherwise.

        Args:
            over: the finding.

        Returns:
            `{over, own, tips[{below{text, typed}, above{text, typed}, changes[{what, before,
            after}], beyond, example}]}`: what the case itself says; of each tip the last value
            before it and the first after, in words and as an address holds them, what changes,
            whether the case lies beyond, and the outline that guards it in the form of `example`.
            No tips where nothing changes.
        """
        ...

    def read(self, text: str) -> Mapping[str, Any]:
        """
        Read examples that were pasted, whole features or no more than their Givens.

        Returns:
            `{faults[{line, what, typed, mend}], examples[{name, row, line, assessment, as_of,
            promises[{line, text, kept, said}]}]}`.
        """
        ...


def _nothing() -> None:
    return None


def _nobody_counts(decision: str, stage: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Review:
    """
    The station's parts, handed to its doors.

    Attributes:
        store: what is known, and what was decided.
        keys: whose keys open the machine doors.
        now: tells the moment, aware, UTC.
        new_id: makes a UUID as text, a new one each time.
        chart_url: the address of a patient's record elsewhere, with ``{patient_ref}`` in it; empty
            for none.
        notice: called after a decision was recorded, so that it is shipped at once.
        new_token: makes the secret of a session.
        book: the tables to read; without them, their pages say that they are not here.
        promises: what clinical staff promised; without it, its pages say so too.
        trying: what plans a case that is tried; without it, its page says that it is not here.
        decided: called with the kind of each decision that was recorded, and its stage.
    """

    store: Store
    keys: Keys
    now: Callable[[], datetime]
    new_id: Callable[[], str]
    chart_url: str = ""
    notice: Callable[[], None] = _nothing
    new_token: Callable[[], str] = token_urlsafe
    decided: Callable[[str, str], None] = _nobody_counts
    book: Book | None = None
    promises: Promises | None = None
    trying: Trying | None = None

    def __post_init__(self) -> None:
        """
        Check the address of the record.

        Raises:
            ValueError: it is no web address, or names no patient; whoever set it mends it.
        """
        if not self.chart_url:
            return
        if not self.chart_url.startswith(("https://", "http://")) or _PLACE not in self.chart_url:
            raise ValueError(f"the chart address must begin with https:// and hold {_PLACE}")

    def chart_of(self, patient_ref: str) -> str:
        """Give the address of a patient's record elsewhere; empty for none."""
        return self.chart_url.replace(_PLACE, quote(patient_ref, safe=""))
