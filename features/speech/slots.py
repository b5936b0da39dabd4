"""What may stand in the slots of a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from features.guards.fault import Misread
from features.speech.sayings import listed_words
from features.speech.text import listed, plain
from features.speech.values import elapsed_of, number_of
from features.speech.words import closed_words, finding_words, intervention_words, treatment_words


@dataclass(frozen=True)
class Slot:
    """
    One kind of slot.

    Attributes:
        example: what a message or the list of steps shows in it.
        read: makes of what was typed what a step is given; raises Misread when it is not one.
    """

    example: str
    read: Callable[[str], Any]


def as_typed(example: str) -> Slot:
    """Make a slot that a step reads by itself."""
    return Slot(example, plain)


def _quoted(typed: str) -> str:
    text = plain(typed)
    if len(text) < 2 or not (text[0] == text[-1] == '"'):
        raise Misread(f"{text} is to be quoted.", f'Write "{text}", between quotation marks.')
    if not text[1:-1].strip():
        what = "Nothing stands between the quotation marks, so anything would do."
        raise Misread(what, "Write there what is looked for.")
    return text[1:-1]


def _count(typed: str) -> int:
    numbers = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7}
    said = plain(typed).casefold()
    return numbers[said] if said in numbers else int(number_of(said, of="count"))


def _findings(typed: str) -> list[str]:
    return [finding_words().code_of(part) for part in listed(typed)]


def _listed(what: str) -> Slot:
    # The words are read when a step is: the lists are not there yet while modules load each other.
    example = next(iter(listed_words(what).values()))
    return Slot(example, lambda typed: closed_words(what).code_of(typed))


LISTED = (
    "stage",
    "urgency",
    "side",
    "strength",
    "standing",
    "reason",
    "referral",
    "decision",
    "decline_reason",
    "withdrawal",
    "review_state",
    "change",
    "refusal",
    "damage",
)

SLOTS = {
    "intervention": Slot("nerve graft", lambda typed: intervention_words().code_of(typed)),
    "treatment": Slot("botulinum toxin", lambda typed: treatment_words().code_of(typed)),
    "finding": Slot("eye closure", lambda typed: finding_words().code_of(typed)),
    "findings": Slot("age and pregnancy", _findings),
    "elapsed": Slot("14 months", elapsed_of),
    "day": as_typed("14 March 2026"),
    "number": Slot("2", _count),
    "quoted": Slot('"two toxin cycles have not helped"', _quoted),
    "pathway": as_typed("A12"),
    "cause": as_typed("parotid cancer"),
    "entry": as_typed("House-Brackmann grade"),
    "word": as_typed("complete"),
    "words": as_typed("complete"),
    **{what: _listed(what) for what in LISTED},
}
