"""Tags that name a row of the tables: `@row-steroid.bells` says which row the examples are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from features.guards.feature_file import FeatureFile, Node, line_of, rules, scenarios

PREFIX = "row-"

_WRITTEN = re.compile(r"@(row-[^\s@]+)")


@dataclass(frozen=True, slots=True, order=True)
class RowTag:
    """
    A tag that names a row.

    Attributes:
        line: where it stands.
        row: the id that it names.
        scenarios: the lines of the scenarios that it stands over.
    """

    line: int
    row: str
    scenarios: frozenset[int]


def is_row(tag: str) -> bool:
    """Tell whether a tag, with its @, names a row."""
    return tag.startswith(f"@{PREFIX}")


@cache
def known_rows() -> Mapping[str, str]:
    """List the rows that a tag may name, with what each does; read when a tag first asks."""
    from features.coverage.clinic import rows as of_the_tables

    return of_the_tables()


def written(folder: Path) -> list[str]:
    """List the row tags that stand anywhere in a folder's features, without the @."""
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in _features(folder))
    return sorted({tag for text in texts for tag in _WRITTEN.findall(text)})


def row_tags(file: FeatureFile) -> Iterator[RowTag]:
    """Walk the row tags of a file, each with the scenarios that it stands over."""
    feature = file.feature
    whole = [scenario for scenario, _ in scenarios(feature)]
    yield from _over(feature, whole)
    for rule in rules(feature):
        yield from _over(rule, [it["scenario"] for it in rule["children"] if "scenario" in it])
    for scenario in whole:
        yield from _over(scenario, [scenario])
        for examples in scenario["examples"]:
            yield from _over(examples, [scenario])


def _over(node: Node, under: list[Node]) -> Iterator[RowTag]:
    lines = frozenset(line_of(it) for it in under)
    for tag in node["tags"]:
        if is_row(tag["name"]):
            yield RowTag(line_of(tag), tag["name"].removeprefix(f"@{PREFIX}"), lines)


def _features(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.feature"))
