"""The lines of a stage: what is offered, and what is held for later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.review.moments import is_past
from services.review.present.dates import left, when
from services.review.present.findings import is_test, labels, said, sentence
from services.review.present.reasons import Reason, reasons
from services.review.present.words import (
    AIM,
    EVIDENCE,
    STANDING,
    STRENGTH,
    in_sentence,
    listed,
    plain,
    sent_to,
    title,
    titles,
    upper_first,
)

_DATES = (("opens", "From"), ("by", "By"), ("until", "Until"), ("closes", "Window closes"))
_OPPOSITE = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The moment a page is made for, and the offset in which the patient's days are counted."""

    now: datetime
    offset_minutes: int = 0

    def when(self, text: str, *, about: bool = False) -> str:
        """Write a day or moment."""
        return when(text, offset_minutes=self.offset_minutes, about=about)

    def left(self, text: str) -> str:
        """Say how much time is left."""
        return left(text, now=self.now, offset_minutes=self.offset_minutes)

    def is_past(self, text: str) -> bool:
        """Tell whether it is over."""
        return is_past(text, now=self.now, offset_minutes=self.offset_minutes)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of an item: what happens then, and the time left; ``past`` when it is over."""

    label: str
    date: str
    left: str
    past: bool


@dataclass(frozen=True, slots=True)
class Note:
    """Sentences under one label; ``tone`` marks those that must not be overlooked."""

    label: str
    texts: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An offered item as the page says it."""

    code: str
    title: str
    side: str
    strength: str
    standing: str
    off_label: bool
    dates: tuple[Dated, ...]
    notes: tuple[Note, ...]
    reasons: tuple[Reason, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class Held:
    """A held item: what would open it, and from when."""

    title: str
    opens_when: tuple[str, ...]
    on: Dated | None
    reasons: tuple[Reason, ...]


def item(of: Mapping[str, Any], *, affected: str, calendar: Calendar) -> Item:
    """Say an item of a plan whose palsy is on the ``affected`` side."""
    return Item(
        code=of["intervention"],
        title=of["title"],
        side=side_of(of["side"], affected=affected),
        strength=STRENGTH.get(of["strength"], plain(of["strength"])),
        standing=STANDING.get(of["standing"], ""),
        off_label=of["off_label"],
        dates=tuple(_dates(of, calendar)),
        notes=tuple(_notes(of)),
        reasons=reasons(of["because"]),
        evidence=EVIDENCE.get(of["evidence"], plain(of["evidence"])),
    )


def held(of: Mapping[str, Any], *, calendar: Calendar) -> Held:
    """Say a held item of a plan."""
    about = "on" in of.get("approximate", ())
    return Held(
        title=of["title"],
        opens_when=tuple(condition["text"] for condition in of["opens_when"]),
        on=_dated("Not before", of["on"], calendar, about=about) if "on" in of else None,
        reasons=reasons(of["because"]),
    )


def side_of(side: str, *, affected: str) -> str:
    """
    Name the side on which something is done; loudly where it is not the affected one.

    >>> side_of("right", affected="left"), side_of("left", affected="left")
    ('right, the other side', 'left')
    """
    if side == "both":
        return "both sides"
    if side in ("affected", "opposite"):
        return f"{side} side"
    return f"{side}, the other side" if _OPPOSITE.get(affected) == side else side


def _dates(of: Mapping[str, Any], calendar: Calendar) -> Iterator[Dated]:
    rough = of.get("approximate", ())
    for key, word in _DATES:
        if key in of:
            yield _dated(word, of[key], calendar, about=key in rough)


def _dated(label: str, text: str, calendar: Calendar, *, about: bool) -> Dated:
    date = calendar.when(text, about=about)
    return Dated(label, date, calendar.left(text), calendar.is_past(text))


def _notes(of: Mapping[str, Any]) -> Iterator[Note]:
    yield from _to_confirm(of["must_confirm"])
    if of["conditional_on"]:
        yield Note("Only if", tuple(map(_condition, of["conditional_on"])), "warning")
    if of["in_doubt"]:
        text = f"{upper_first(labels(of['in_doubt']))} not assessed; offered to be safe."
        yield Note("In doubt", (text,), "unknown")
    yield from _cautions(of)
    if of["prerequisites"]:
        yield Note("First", tuple(needed["text"] for needed in of["prerequisites"]))
    yield from _company(of)


def _to_confirm(names: Sequence[str]) -> Iterator[Note]:
    """What is asked or looked at is confirmed first; no item waits for a test to be made."""
    tests = [name for name in names if is_test(name)]
    if asked := [name for name in names if name not in tests]:
        text = f"{upper_first(labels(asked))}: an answer could rule this out."
        yield Note("Confirm first", (text,), "warning")
    if tests:
        text = f"{upper_first(labels(tests))}: a result could rule this out."
        yield Note("If already done", (text,), "warning")


def _cautions(of: Mapping[str, Any]) -> Iterator[Note]:
    # What this patient's findings call for stands apart from what holds for everybody.
    own = tuple(_with_findings(each) for each in of["cautions"] if each["findings"])
    general = tuple(each["text"] for each in of["cautions"] if not each["findings"])
    if own:
        yield Note("Caution here", own, "warning")
    if general:
        yield Note("Caution", general)


def _company(of: Mapping[str, Any]) -> Iterator[Note]:
    if of["with"]:
        yield Note("Together with", (titles(of["with"]),))
    if of["after"]:
        yield Note("After", (titles(of["after"]),))
    if "part_of" in of:
        yield Note("Part of", (in_sentence(title(of["part_of"])),))
    if of["backup"]:
        yield Note("If it fails", (titles(of["backup"]),))
    whom = listed([sent_to(code) for code in of["to"]])
    aims = _aims(of)
    if whom:
        yield Note("To", (f"{whom}, for {aims}" if aims else whom,))
    elif aims:
        yield Note("For", (aims,))


def _aims(of: Mapping[str, Any]) -> str:
    aims = listed([AIM.get(aim, plain(aim)) for aim in of["aims"]])
    zone = plain(of.get("zone", ""))
    return aims if zone in aims else f"{aims} ({zone})"


def _condition(condition: Mapping[str, Any]) -> str:
    name = condition["finding"]
    wanted = " or ".join(said(name, value) for value in condition["must_be"])
    return f"{upper_first(labels([name]))}, not assessed, is: {wanted}."


def _with_findings(caution: Mapping[str, Any]) -> str:
    return f"{caution['text']} ({sentence(caution['findings'])})"
