"""Tags: only those of the published list, `features/tags.md`, and ids of rows of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from features.guards.fault import Fault
from features.guards.feature_file import FeatureFile, Node, line_of, rules, scenarios
from features.guards.nearest import did_you_mean, nearest, one_of
from features.guards.row_tags import PREFIX, is_row, known_rows

_ROW = re.compile(r"^\|\s*`@(?P<tag>[\w.:-]+)`\s*\|\s*(?P<meaning>.+?)\s*\|\s*$", re.MULTILINE)

_ALL_ROWS = "All ids: `facialis pathways show`."


def published(page: Path) -> Mapping[str, str]:
    """Read the list of tags: what each means, by its name without the @."""
    return {row["tag"]: row["meaning"] for row in _ROW.finditer(page.read_text(encoding="utf-8"))}


def faults(file: FeatureFile, *, known: Mapping[str, str]) -> Iterator[Fault]:
    """Find tags that are not on the list: what has a misspelt tag is never chosen by it."""
    written = [f"@{tag}" for tag in known]
    for tag in _tags(file.feature):
        if is_row(tag["name"]):
            yield from _of_a_row(file, tag)
        elif tag["name"] not in written:
            what = f"{tag['name']} is not on the list of tags (features/tags.md)."
            near = did_you_mean(tag["name"], written) or f"Known are {one_of(written)}."
            yield file.fault(line_of(tag), what, near)


def _of_a_row(file: FeatureFile, tag: Node) -> Iterator[Fault]:
    row = tag["name"].removeprefix(f"@{PREFIX}")
    if row not in known_rows():
        near = nearest(row, known_rows())
        mend = f"Did you mean @{PREFIX}{near[0]}?" if near else _ALL_ROWS
        yield file.fault(line_of(tag), f"No row of the tables has the id {row}.", mend)


def _tags(feature: Node) -> Iterator[Node]:
    yield from feature["tags"]
    for rule in rules(feature):
        yield from rule["tags"]
    for scenario, _ in scenarios(feature):
        yield from scenario["tags"]
        for examples in scenario["examples"]:
            yield from examples["tags"]
