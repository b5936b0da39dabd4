"""The words in which a case says what becomes of an intervention: `strong, by hour 72`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from schemas.interventions import interventions
from schemas.nearest import nearest
from schemas.plan_words import (
    AIMS,
    ITEM_SIDES,
    KINDS_NOT_OFFERED,
    SENT_TO,
    STAGES,
    STANDINGS,
    STRENGTHS,
)
from services.recommender.cases.example import Fate
from services.recommender.cases.patient import findings_named

OUTCOMES = ("offered", "held", "not offered", *KINDS_NOT_OFFERED)
_PER = {"h": 1.0, "hour": 1.0, "hours": 1.0, "d": 24.0, "day": 24.0, "days": 24.0}
_CODES = frozenset(interventions())
_LISTS: Mapping[str, Callable[[], frozenset[str]]] = {
    "to": lambda: frozenset(SENT_TO),
    "after": lambda: _CODES,
    "with": lambda: _CODES,
    "backup": lambda: _CODES,
    "needs": lambda: _CODES,
    "aims": lambda: frozenset(AIMS),
    "conditional on": lambda: frozenset(findings_named()),
    "confirm": lambda: frozenset(findings_named()),
    "caution": lambda: frozenset(findings_named()),
}
_FORMS = "strong, by hour 72 · option in restore, closes day 548 · held · window_closed"


class NoFate(ValueError):
    """A phrase that says nothing of an intervention; says what to write instead."""


def read_fate(text: str, *, stage: str | None = None) -> Fate:
    """
    Read what a case says of one intervention.

    Args:
        text: a strength or an outcome first, then phrases, all between commas.
        stage: the stage under which it stands, where it stands under one.

    Raises:
        NoFate: a phrase is not understood.
    """
    first, *rest = (part.strip() for part in text.split(","))
    word, _, where = first.partition(" in ")
    said: dict[str, Any] = {"stage": where or stage, "dates": {}, "lists": {}}
    if word in STRENGTHS:
        said |= {"outcome": "offered", "strength": word}
    elif word in OUTCOMES:
        said |= {"outcome": word}
    else:
        raise NoFate(_wrong(word, (*STRENGTHS, *OUTCOMES)))
    if said["stage"] and said["stage"] not in STAGES:
        raise NoFate(_wrong(said["stage"], STAGES))
    for phrase in rest:
        _add(phrase, said)
    return Fate(**said)


def _add(phrase: str, said: dict[str, Any]) -> None:
    if phrase in STANDINGS:
        said["standing"] = phrase
    elif found := re.fullmatch(r"within (\d+) (h|d)", phrase):
        said["dates"]["by"] = ("within", int(found[1]) * _PER[found[2]])
    elif found := re.fullmatch(r"(by|until|opens|closes|on) (day|hour) (\d+)", phrase):
        said["dates"][found[1]] = (found[2], int(found[3]) * _PER[found[2]])
    elif found := re.fullmatch(r"(until|opens) in (\d+) (h|d)", phrase):
        said["dates"][found[1]] = ("within", int(found[2]) * _PER[found[3]])
    elif phrase == "not held":
        said["held"] = False
    elif found := re.fullmatch(r"(\d+) cautions", phrase):
        said["cautions"] = int(found[1])
    elif found := re.fullmatch(r"on the (\w+)", phrase):
        said["side"] = _one_of(found[1], ITEM_SIDES)
    elif phrase.startswith("part of "):
        said["part_of"] = _one_of(phrase.removeprefix("part of "), _CODES)
    elif phrase.startswith("because "):
        said["row"] = phrase.removeprefix("because ")
    elif phrase.startswith("not because "):
        said["unrelated"] = phrase.removeprefix("not because ")
    else:
        _add_list(phrase, said)


def _add_list(phrase: str, said: dict[str, Any]) -> None:
    word = next((word for word in _LISTS if phrase.startswith(f"{word} ")), "")
    named = phrase.removeprefix(f"{word} ")
    if not word:
        raise NoFate(f"{phrase!r} says nothing of an offer; write for example {_FORMS}")
    listed = [] if named == "none" else named.split(" and ")
    said["lists"][word] = tuple(_one_of(one, _LISTS[word]()) for one in listed)


def _one_of(word: str, among: Any) -> str:
    if word not in among:
        raise NoFate(_wrong(word, among))
    return word


def _wrong(word: str, among: Any) -> str:
    near = nearest(word, sorted(among))
    hint = f"did you mean {near}?" if near else f"write for example {_FORMS}"
    return f"{word!r} is not known here; {hint}"
