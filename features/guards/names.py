"""Names: pytest-bdd keeps scenarios by name, so of two with one name the first never runs."""

from __future__ import annotations

from collections.abc import Iterator

from features.guards.fault import Fault
from features.guards.feature_file import FeatureFile, line_of, rules, scenarios

_NAMELESS = ("This scenario has no name.", "Say in a few words after the colon what it promises.")
_TAKEN = "Say what is different about this one; else only one would run."
_NO_SCENARIO = (
    "Nothing in this file is run: it has no scenario.",
    "A scenario begins with `Scenario:`, colon included.",
)
_BARE_RULE = ("This rule has no scenario, so nothing checks it.", "Write a `Scenario:` under it.")


def faults(file: FeatureFile) -> Iterator[Fault]:
    """Find scenarios without a name of their own, and files and rules without a scenario."""
    yield from _twice(file)
    yield from _empty(file)


def _twice(file: FeatureFile) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for scenario, _ in scenarios(file.feature):
        name, line = scenario["name"].strip(), line_of(scenario)
        if not name:
            yield file.fault(line, *_NAMELESS)
        elif name in first:
            taken = f"This name is taken: the scenario on line {first[name]} has it."
            yield file.fault(line, taken, _TAKEN)
        first.setdefault(name, line)


def _empty(file: FeatureFile) -> Iterator[Fault]:
    if not any(True for _ in scenarios(file.feature)):
        yield file.fault(1, *_NO_SCENARIO)
        return
    for rule in rules(file.feature):
        if not any("scenario" in child for child in rule["children"]):
            yield file.fault(line_of(rule), *_BARE_RULE)
