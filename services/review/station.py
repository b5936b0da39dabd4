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
