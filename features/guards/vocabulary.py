"""The steps that are known, and the ones nearest to a step that is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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


def nearest_steps(text: str, kind: str, *, most: int = 2) -> list[str]:
    """Find the sentences nearest to what was typed, nearest first, as examples to copy."""
    ranked = sorted(
        ((_likeness(text, pattern), example) for pattern, example in sentences(kind)),
        key=lambda found: -found[0],
    )
    return list(dict.fromkeys(example for likeness, example in ranked if likeness > _NEAR))[:most]


def _likeness(typed: str, pattern: str) -> float:
    # How much of the pattern is there, in its order, less half of what is missing or too much.
    words, parts = typed.casefold().split(), _parts(pattern.casefold())
    row = [0.0]
    for word in words:
        row.append(row[-1] - _MISSED * len(word))
    for part in parts:
        row = _slot(words, row) if part == _SLOT else _fixed(part, words, row)
    return row[-1] / max(1, sum(len(part) for part in parts if part != _SLOT))


def _fixed(part: str, words: Sequence[str], above: Sequence[float]) -> list[float]:
    row = [above[0] - _MISSED * len(part)]
    for place, word in enumerate(words, start=1):
        met = above[place - 1] + (len(part) if _alike(part, word) else -_MISSED * len(part))
        missed = above[place] - _MISSED * len(part)
        row.append(max(met, missed, row[-1] - _MISSED * len(word)))
    return row


def _slot(words: Sequence[str], above: Sequence[float]) -> list[float]:
    # A slot holds a word, or several at a small price.
    row = [above[0] - _MISSED]
    for place, _ in enumerate(words, start=1):
        row.append(max(above[place] - _MISSED, above[place - 1], row[-1] - _MORE))
    return row


def _parts(pattern: str) -> list[str]:
    return _SLOTS.sub(_SLOT, pattern).split()


def _alike(word: str, other: str) -> bool:
    return word == other or SequenceMatcher(None, word, other).ratio() >= _ALIKE
