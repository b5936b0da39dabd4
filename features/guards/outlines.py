"""Outlines: every column of Examples is used, every <slot> has a column, and there are rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from features.guards.fault import Fault
from features.guards.feature_file import (
    FeatureFile,
    Node,
    backgrounds,
    line_of,
    scenarios,
)
from features.guards.keywords import outlines
from features.guards.nearest import did_you_mean

_NO_EXAMPLES = (
    "This outline has no Examples, so none of it is tried as meant.",
    "Write an `Examples:` table under it.",
)
_NO_ROW = (
    "These Examples have no row, so nothing is run.",
    "A table has a row of column names and under it one row for each example.",
)
_NO_NAME = (
    "A column of these Examples has no name.",
    "Write one into its first row, and <it> in a step; or take the column away.",
)
_SLOT = re.compile(r"<([^<>\n]+)>")


def faults(file: FeatureFile) -> Iterator[Fault]:
    """Find Examples without rows, unused columns, slots without a column, rows given twice."""
    for scenario, _ in scenarios(file.feature):
        yield from _scenario(file, scenario)
    for background in backgrounds(file.feature):
        for slot, line in _slots(background):
            what = f"<{slot}> stands in a background, which no Examples table reaches."
            yield file.fault(line, what, "Move this step into the scenarios.")


def _scenario(file: FeatureFile, scenario: Node) -> Iterator[Fault]:
    slots = dict(reversed(list(_slots(scenario))))
    if not scenario["examples"]:
        yield from _without_examples(file, scenario, slots)
    for examples in scenario["examples"]:
        yield from _examples(file, examples, slots)


def _without_examples(file: FeatureFile, scenario: Node, slots: dict[str, int]) -> Iterator[Fault]:
    if scenario["keyword"] in outlines(file.feature["language"]):
        yield file.fault(line_of(scenario), *_NO_EXAMPLES)
    for slot, line in slots.items():
        mend = f"Write `Examples:` under the scenario, with a column | {slot} |."
        yield file.fault(line, f"<{slot}> has no Examples table to be filled from.", mend)


def _examples(file: FeatureFile, examples: Node, slots: dict[str, int]) -> Iterator[Fault]:
    if not examples.get("tableHeader") or not examples.get("tableBody"):
        yield file.fault(line_of(examples), *_NO_ROW)
        return
    columns = [cell["value"].strip() for cell in examples["tableHeader"]["cells"]]
    yield from _columns(file, examples["tableHeader"], columns, slots)
    for slot, line in slots.items():
        if slot not in columns:
            what = f"<{slot}> is not a column of the Examples on line {line_of(examples)}."
            yield file.fault(line, what, did_you_mean(slot, columns) or f"Add a column | {slot} |.")
    yield from _rows(file, examples)


def _columns(
    file: FeatureFile, header: Node, columns: list[str], slots: dict[str, int]
) -> Iterator[Fault]:
    for place, column in enumerate(columns):
        if not column:
            yield file.fault(line_of(header), *_NO_NAME)
        elif column in columns[:place]:
            what = f"The column | {column} | is there twice."
            yield file.fault(line_of(header), what, "Take one of them away.")
        elif column not in slots:
            what = f"The column | {column} | is used by no step."
            mend = f"Write <{column}> in a step, or take the column away."
            yield file.fault(line_of(header), what, mend)


def _rows(file: FeatureFile, examples: Node) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for row in examples["tableBody"]:
        cells = tuple(cell["value"] for cell in row["cells"])
        if cells in seen:
            what = f"This row is the same as the one on line {seen[cells]}."
            yield file.fault(line_of(row), what, "Take one of them away.")
        seen.setdefault(cells, line_of(row))


def _slots(scenario: Node) -> Iterator[tuple[str, int]]:
    yield from ((slot, line_of(scenario)) for slot in _SLOT.findall(scenario["name"]))
    for step in scenario["steps"]:
        yield from ((slot, line_of(step)) for slot in _SLOT.findall(step["text"]))
        if text := step.get("docString"):
            yield from ((slot, line_of(text)) for slot in _SLOT.findall(text["content"] or ""))
        for row in step.get("dataTable", {}).get("rows", ()):
            cells = " ".join(cell["value"] for cell in row["cells"])
            yield from ((slot, line_of(row)) for slot in _SLOT.findall(cells))
