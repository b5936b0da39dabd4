"""Endings: a scenario that checks nothing is green whatever the plan says."""

from __future__ import annotations

from collections.abc import Iterator

from features.guards.fault import Fault
from features.guards.feature_file import FeatureFile, Node, backgrounds, line_of, scenarios

_NO_STEP = (
    "This scenario has no step, so it checks nothing.",
    "Write Given, When and Then under it.",
)
_NO_THEN = (
    "This scenario has no Then, so it checks nothing.",
    "Say after `Then` what the plan must do.",
)
_FOLLOWS_NOTHING = (
    "The first step cannot follow on: nothing is before it.",
    "Begin with Given, When or Then.",
)
_UNSEEN = (
    "Nothing is checked after this step.",
    "Say after it, with `Then`, what must come of it.",
)
_TOLD_TOO_LATE = (
    "This is told after the last When, so no plan knows of it.",
    "Move it up to the other Givens, or say after it what happens: `When the plan is drawn up`.",
)
_CHECKS_TOO_EARLY = (
    "A background tells what is given; it cannot check.",
    "Move the Then into the scenarios.",
)
_KINDS = {"Context": "Given", "Action": "When", "Outcome": "Then"}


def faults(file: FeatureFile) -> Iterator[Fault]:
    """Find scenarios that check nothing, or not what they seem to: not after what was told last."""
    for scenario, _ in scenarios(file.feature):
        yield from _scenario(file, scenario)
    for background in backgrounds(file.feature):
        if background["steps"] and "Outcome" in kinds(background["steps"]):
            yield file.fault(line_of(background), *_CHECKS_TOO_EARLY)


def kinds(steps: list[Node]) -> list[str]:
    """Tell of each step if it is a Context, an Action or an Outcome; And and But follow suit."""
    told: list[str] = []
    for step in steps:
        own = step["keywordType"]
        told.append(own if own in _KINDS else (told[-1] if told else "Unknown"))
    return told


def _scenario(file: FeatureFile, scenario: Node) -> Iterator[Fault]:
    line, told = line_of(scenario), kinds(scenario["steps"])
    if not told:
        yield file.fault(line, *_NO_STEP)
    elif told[0] not in _KINDS:
        yield file.fault(line_of(scenario["steps"][0]), *_FOLLOWS_NOTHING)
    elif "Outcome" not in told:
        yield file.fault(line, *_NO_THEN)
    elif told[-1] != "Outcome":
        yield file.fault(line_of(scenario["steps"][-1]), *_UNSEEN)
    elif too_late := _told_too_late(told):
        yield file.fault(line_of(scenario["steps"][too_late]), *_TOLD_TOO_LATE)


def _told_too_late(told: list[str]) -> int:
    """Find the first Given behind every When; 0 when there is none."""
    last = max((place for place, kind in enumerate(told) if kind == "Action"), default=len(told))
    return next((place for place, kind in enumerate(told) if place > last and kind == "Context"), 0)
