"""The words that Gherkin takes for keywords, in whichever language a file is written."""

from __future__ import annotations

from gherkin.dialect import DIALECTS, Dialect

from features.guards.nearest import nearest

_BLOCKS = ("feature", "rule", "background", "scenario", "scenarioOutline", "examples")
_STEPS = ("given", "when", "then", "and", "but")


def blocks(language: str) -> list[str]:
    """List the words that open a block (`Feature`, `Scenario` …)."""
    return _words(language, _BLOCKS)


def steps(language: str) -> list[str]:
    """List the words that open a step (`Given`, `When` …)."""
    return [word for word in _words(language, _STEPS) if word != "*"]


def outlines(language: str) -> list[str]:
    """List the words that open an outline, and nothing else."""
    plain = _words(language, ("scenario",))
    return [word for word in _words(language, ("scenarioOutline",)) if word not in plain]


def every_word_for(kind: str) -> frozenset[str]:
    """Give the words for one keyword in every language that Gherkin speaks."""
    return frozenset(word for spec in DIALECTS.values() for word in spec[kind])


def keyword_meant(typed: str, language: str) -> str:
    """Ask for the keyword that a line may have been meant to begin with."""
    opener, colon, _ = typed.strip().partition(":")
    if colon and (near := nearest(opener, blocks(language))):
        return f"Did you mean `{near[0]}:`?"
    first = next(iter(typed.split()), "")
    if near := nearest(first, blocks(language), cutoff=0.75):
        return f"Did you mean `{near[0]}:`, with a colon?"
    if near := nearest(first, steps(language)):
        return f"Did you mean `{near[0]}`?"
    return "A step begins with Given, When, Then, And or But; a file begins with `Feature:`."


def _words(language: str, kinds: tuple[str, ...]) -> list[str]:
    spec = (Dialect.for_name(language) or Dialect.for_name("en")).spec
    return list(dict.fromkeys(word.strip() for kind in kinds for word in spec[kind]))
