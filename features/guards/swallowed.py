"""Swallowed lines: what Gherkin takes for free text although it was meant to run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from features.guards.fault import Fault
from features.guards.feature_file import (
    FeatureFile,
    Node,
    backgrounds,
    line_of,
    rules,
    scenarios,
)
from features.guards.keywords import blocks, steps
from features.guards.nearest import nearest

Speaks = Callable[[str], bool]

_WHAT = "This line is not run: it is taken for free text."
_REMARK = "Begin a remark with #, a step with Given, When or Then."
_OPENER = re.compile(r"^(?P<word>[^\W\d_][\w ]{1,24}?)\s*:(?:\s|$)")
_TABLE = re.compile(r'^(?:\||"""|```)')


def faults(file: FeatureFile, *, speaks: Speaks) -> Iterator[Fault]:
    """
    Find lines of description that were meant to be run.

    Under a feature or a rule free text is welcome, for its source, and only what looks like a
    keyword or like a step is a fault. Under a scenario, a background or Examples every line of
    text is: there it is a misspelt step far more often than a remark, which can begin with #.

    Args:
        speaks: tells whether a text is a step that the steps know.
    """
    language = file.feature["language"]
    for node in (file.feature, *rules(file.feature)):
        for line, text in _description(file, node):
            if mend := _meant(text, language, speaks):
                yield file.fault(line, _WHAT, mend)
    for node in _without_prose(file.feature):
        for line, text in _description(file, node):
            yield file.fault(line, _WHAT, _meant(text, language, speaks) or _REMARK)


def _without_prose(feature: Node) -> Iterator[Node]:
    yield from backgrounds(feature)
    for scenario, _ in scenarios(feature):
        yield scenario
        yield from scenario["examples"]


def _description(file: FeatureFile, node: Node) -> Iterator[tuple[int, str]]:
    # Gherkin keeps the text of a description and not where it stood.
    below = enumerate(file.lines, start=1)
    line = line_of(node) if "location" in node else 0
    for text in filter(None, map(str.strip, (node.get("description") or "").splitlines())):
        found = (it for it, typed in below if it > line and typed.strip() == text)
        line = next(found, line)
        yield line, text


def _meant(text: str, language: str, speaks: Speaks) -> str:
    first, _, rest = text.partition(" ")
    if mend := _block_meant(text, language):
        return mend
    if _TABLE.match(text):
        return "A table or text stands under the step that reads it."
    if first in steps(language):
        return "Put it under a `Scenario:`. If it is free text, begin the line with another word."
    if speaks(rest) and (near := nearest(first, steps(language), cutoff=0.6)):
        return f"It reads like a step. Did you mean `{near[0]} …`, under a `Scenario:`?"
    return ""


def _block_meant(text: str, language: str) -> str:
    known = blocks(language)
    if opener := _OPENER.match(text):
        near = nearest(opener["word"], known, cutoff=0.7)
        return f"Did you mean `{near[0]}:`?" if near else ""
    two = " ".join(text.split()[:2])
    if near := next((word for word in (two, text.split()[0]) if word in known), ""):
        return f"Did you mean `{near}:`, with a colon? If it is free text, begin with another word."
    return ""
