"""The steps that are known, and the ones nearest to a step that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pytest_bdd.steps import StepFunctionContext, step_function_context_registry

_NOT_OURS = {"trace"}  # pytest-bdd's own step, which opens a debugger
_ALIKE = 0.75
_MISSED = 0.5
_MORE = 0.2
_NEAR = 0.35
_SLOT = "…"
_SLOTS = re.compile(r"\{[^}]*\}")


def known() -> list[StepFunctionContext]:
    """List every step that a loaded module defines."""
    return [
        step
        for step in step_function_context_registry.values()
        if step.parser.name not in _NOT_OURS
    ]


def readers(text: str, kind: str | None = None) -> list[StepFunctionContext]:
    """List the steps that can read a text, of all kinds or of one (`given`, `when`, `then`)."""
    return [
        step
        for step in known()
        if kind in (None, step.type) or step.type is None
        if step.parser.is_matching(text)
    ]


def speaks(text: str) -> bool:
    """Tell whether any step can read a text."""
    return bool(text.strip()) and bool(readers(text))


def sentences(kind: str | None = None) -> Iterator[tuple[str, str]]:
    """
    Walk what can be said: each sentence as a pattern with `{slots}`, and as an example of it.

    A step with several sentences lists them in `parser.sentences`, each with `.pattern` and
    `.example`; any other has the one that its author wrote.
    """
    for step in known():
        if kind in (None, step.type) or step.type is None:
            for sentence in getattr(step.parser, "sentences", (None,)):
                yield (
                    (step.parser.name, step.parser.name)
                    if sentence is None
                    else (sentence.pattern, sentence.example)
                )


def nearest_steps(text: str, kind: str, *, language: str = "en", most: int = 2) -> list[str]:
    """
    Find the sentences nearest to what was typed, nearest first, to be copied.

    What stood in the place of a slot is kept where it can stand there; else an example does.

    Args:
        language: of the feature; a sentence in another comes only when none in this is near.
        most: how many at the most.
    """
    near = sorted(_near(text, kind), key=lambda it: -it[0])
    ours = [said for _, said, spoken in near if spoken == language]
    return list(dict.fromkeys(ours or [said for _, said, _ in near]))[:most]


def _near(text: str, kind: str) -> Iterator[tuple[float, str, str]]:
    """Walk the sentences that are near: how near, the sentence filled in, and its language."""
    for step in known():
        if kind in (None, step.type) or step.type is None:
            for sentence in getattr(step.parser, "sentences", (None,)):
                pattern = sentence.pattern if sentence else step.parser.name
                likeness, stood = _aligned(text.split(), _parts(pattern))
                if likeness > _NEAR:
                    filled = sentence.filled(stood) if sentence else pattern
                    yield likeness, filled, sentence.language if sentence else "en"


@dataclass(frozen=True, slots=True)
class _Met:
    """How well what was read so far fits, and the words that stood in each slot."""

    score: float
    stood: tuple[tuple[str, ...], ...] = ()

    def less(self, price: float) -> _Met:
        return _Met(self.score - price, self.stood)

    def opened(self, *words: str) -> _Met:
        return _Met(self.score, (*self.stood, words))

    def with_more(self, word: str) -> _Met:
        return _Met(self.score - _MORE, (*self.stood[:-1], (*self.stood[-1], word)))


def _aligned(words: Sequence[str], parts: Sequence[str]) -> tuple[float, list[str]]:
    """
    Lay a text beside a pattern, part by part.

    Returns:
        How much of the pattern is there, in its order, less half of what is missing or too much;
        and the text that stood in each of its slots.
    """
    row = [_Met(0.0)]
    for word in words:
        row.append(row[-1].less(_MISSED * len(word)))
    for part in parts:
        row = _slot(words, row) if part == _SLOT else _fixed(part, words, row)
    fixed = max(1, sum(len(part) for part in parts if part != _SLOT))
    return row[-1].score / fixed, [" ".join(it) for it in row[-1].stood]


def _fixed(part: str, words: Sequence[str], above: Sequence[_Met]) -> list[_Met]:
    price = _MISSED * len(part)
    row = [above[0].less(price)]
    for place, word in enumerate(words, start=1):
        met = above[place - 1].less(-len(part) if _alike(part, word) else price)
        too_much = row[-1].less(_MISSED * len(word))
        row.append(_best(met, above[place].less(price), too_much))
    return row


def _slot(words: Sequence[str], above: Sequence[_Met]) -> list[_Met]:
    # A slot holds a word, or several at a small price.
    row = [above[0].less(_MISSED).opened()]
    for place, word in enumerate(words, start=1):
        empty = above[place].less(_MISSED).opened()
        row.append(_best(empty, above[place - 1].opened(word), row[-1].with_more(word)))
    return row


def _best(*ways: _Met) -> _Met:
    return max(ways, key=lambda way: way.score)


def _parts(pattern: str) -> list[str]:
    return _SLOTS.sub(_SLOT, pattern).split()


def _alike(part: str, word: str) -> bool:
    ours, typed = part.casefold(), word.casefold()
    return ours == typed or SequenceMatcher(None, ours, typed).ratio() >= _ALIKE
