"""A sentence with slots, and the steps that are made of sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from typing import Any

import pytest_bdd
from pytest_bdd.parsers import StepParser

from features.guards.fault import Misread
from features.speech.sayings import translations
from features.speech.slots import SLOTS, Slot
from features.speech.text import plain

_SLOT = re.compile(r"\{(?P<name>\w+)(?::(?P<kind>\w+))?\}")

Step = Callable[..., Any]


@dataclass(frozen=True)
class Sentence:
    """
    One sentence.

    Attributes:
        pattern: as its author wrote it; `{intervention}` is a slot of that kind,
            `{other:intervention}` one under another name.
        slots: the kind of each slot, by its name.
        language: the one that it is in, as `# language:` names it.
    """

    pattern: str
    slots: dict[str, Slot]
    language: str = "en"

    @property
    def fixed(self) -> int:
        """Tell how many letters do not vary: of two that fit, the one with more is meant."""
        return len(_SLOT.sub("", self.pattern))

    @property
    def example(self) -> str:
        """Say it with an example in every slot."""
        return _SLOT.sub(lambda slot: self.slots[slot["name"]].example, self.pattern)

    def filled(self, typed: Sequence[str]) -> str:
        """Say it with what was typed in its slots, in their order, where that may stand there."""
        left = iter(typed)
        return _SLOT.sub(lambda slot: self._filled(slot["name"], next(left, "")), self.pattern)

    def _filled(self, name: str, typed: str) -> str:
        try:
            self.slots[name].read(typed)
        except Misread:
            return self.slots[name].example
        return typed or self.slots[name].example

    def fits(self, text: str) -> bool:
        """Tell whether a text has the shape of this sentence, whatever stands in its slots."""
        return self._shape.fullmatch(text) is not None

    def read(self, text: str) -> dict[str, Any]:
        """
        Read the slots of a text that fits.

        Raises:
            Misread: a word in a slot is not one that may stand there.
        """
        said = self._shape.fullmatch(text)
        typed = said.groupdict() if said else {}
        return {name: self.slots[name].read(text) for name, text in typed.items()}

    def can_read(self, text: str) -> bool:
        """Tell whether every slot of a text that fits holds what may stand there."""
        try:
            self.read(text)
        except Misread:
            return False
        return True

    @cached_property
    def _shape(self) -> re.Pattern[str]:
        shape, end = "", 0
        for slot in _SLOT.finditer(self.pattern):
            shape += re.escape(self.pattern[end : slot.start()]) + f"(?P<{slot['name']}>.+?)"
            end = slot.end()
        return re.compile(shape + re.escape(self.pattern[end:]), re.IGNORECASE)


def sentence(pattern: str, *, language: str = "en", **slots: Slot) -> Sentence:
    """Make a sentence; `slots` are kinds of slot that only this one has."""
    kinds = {slot["name"]: slot["kind"] or slot["name"] for slot in _SLOT.finditer(pattern)}
    filled = {name: slots.get(name) or SLOTS[kind] for name, kind in kinds.items()}
    return Sentence(pattern, filled, language)


class Saying(StepParser):
    """
    Several sentences for one step.

    Of all sentences of a kind that fit a text, the one with the most fixed words reads it, so that
    "the plan asks about EMG first" is not taken for a question about "EMG first".
    """

    def __init__(self, kind: str, sentences: Iterable[Sentence]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" | ".join(it.pattern for it in self.sentences[:3]))
        self._kind = kind
        _SAYINGS.setdefault(kind, []).append(self)
        _best.cache_clear()

    def is_matching(self, name: str) -> bool:
        """Tell whether one of these sentences is the one that fits best."""
        return any(it in _best(self._kind, plain(name)) for it in self.sentences)

    def parse_arguments(self, name: str) -> dict[str, Any]:
        """Read the text with the sentence that fits best."""
        text = plain(name)
        mine = next(it for it in self.sentences if it in _best(self._kind, text))
        return {**mine.read(text), "saying": mine}


def given(*patterns: str | Sentence) -> Callable[[Step], Step]:
    """Define a Given by its sentences."""
    return _step("given", patterns)


def when(*patterns: str | Sentence) -> Callable[[Step], Step]:
    """Define a When by its sentences."""
    return _step("when", patterns)


def then(*patterns: str | Sentence) -> Callable[[Step], Step]:
    """Define a Then by its sentences."""
    return _step("then", patterns)


def _step(kind: str, patterns: Iterable[str | Sentence]) -> Callable[[Step], Step]:
    saying = Saying(kind, chain.from_iterable(_sentences(it) for it in patterns))
    return pytest_bdd.step(saying, kind)


def _sentences(pattern: str | Sentence) -> Iterator[Sentence]:
    """Give a sentence as it was written, and as other languages say it."""
    if isinstance(pattern, Sentence):
        yield pattern
        return
    yield sentence(pattern)
    for other in translations():
        if other.stands_for == pattern:
            yield sentence(other.sentence, language=other.language)


_SAYINGS: dict[str, list[Saying]] = {}


# Bounded, since the page where a case is tried reads whatever is pasted into it.
@lru_cache(maxsize=4096)
def _best(kind: str, text: str) -> tuple[Sentence, ...]:
    fitting = [it for saying in _SAYINGS.get(kind, ()) for it in saying.sentences if it.fits(text)]
    most = max((it.fixed for it in fitting), default=0)
    best = tuple(it for it in fitting if it.fixed == most)
    return tuple(it for it in best if it.can_read(text)) or best
