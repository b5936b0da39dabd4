"""What a list of plans was asked for, with every fault in it told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.faults import Fault, Refused
from schemas.nearest import nearest
from schemas.plan_words import URGENCIES
from services.review.case import state_on
from services.review.cursor import NotACursor, read_place
from services.review.records import (
    CURRENT_STATES,
    DECIDED,
    PARTLY_DECIDED,
    REVIEW_STATES,
    PlanRecord,
)
from services.review.store.worklist import Place, Wanted

USUAL, MOST = 50, 200
_WORDS = {"state": REVIEW_STATES, "urgency": URGENCIES}
_FILTERS = ("patient_ref", *_WORDS, "limit", "cursor")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which plans are asked for; ``patient_ref`` is empty where any patient's are."""

    patient_ref: str
    wanted: Wanted
    limit: int
    after: Place | None

    def takes(self, plan: PlanRecord, *, today: date) -> bool:
        """Tell whether a plan is decided on this day too, where decided ones are asked for."""
        return self.wanted.states != (DECIDED,) or state_on(plan, today=today) == DECIDED


def read_asked(args: Mapping[str, str], *, today: date) -> Asked:
    """
    Read the filters of a list.

    Raises:
        Refused: with every fault; whoever asks mends it.
    """
    if faults := [*_unknown(args), *_not_words(args), *_bad_limit(args), *_bad_cursor(args)]:
        raise Refused(faults)
    state, urgency = args.get("state"), args.get("urgency")
    return Asked(
        patient_ref=args.get("patient_ref", ""),
        wanted=wanted(state, urgency, today=today, usual=CURRENT_STATES),
        limit=int(args.get("limit", USUAL)),
        after=read_place(args["cursor"]) if "cursor" in args else None,
    )


def wanted(
    state: str | None, urgency: str | None, *, today: date, usual: tuple[str, ...]
) -> Wanted:
    """Say which plans one state and urgency mean; what was put off until today is open again."""
    states = (state,) if state else usual
    return Wanted(
        states=states,
        urgencies=(urgency,) if urgency else URGENCIES,
        woken_by=today if PARTLY_DECIDED in states and DECIDED not in states else None,
    )


def _unknown(args: Mapping[str, str]) -> Iterator[Fault]:
    for name in args:
        if name not in _FILTERS:
            detail = "There is no filter of that name."
            yield Fault(f"/{name}", "unknown_key", detail, _FILTERS, nearest(name, _FILTERS))


def _not_words(args: Mapping[str, str]) -> Iterator[Fault]:
    for name, words in _WORDS.items():
        said = args.get(name)
        if said is not None and said not in words:
            detail = f"It is not one of the words of {name}."
            yield Fault(f"/{name}", "not_allowed", detail, words, nearest(said, words))


def _bad_limit(args: Mapping[str, str]) -> Iterator[Fault]:
    said = args.get("limit", str(USUAL))
    if not (said.isascii() and said.isdecimal() and len(said) < 5 and 1 <= int(said) <= MOST):
        yield Fault("/limit", "out_of_range", f"Expected a whole number from 1 to {MOST}.")


def _bad_cursor(args: Mapping[str, str]) -> Iterator[Fault]:
    try:
        read_place(args["cursor"])
    except KeyError:
        return
    except NotACursor:
        yield Fault("/cursor", "bad_format", "Expected the `next` of the page before, as given.")
