"""A feature file beside its lines as they were typed, and the parts of its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.guards.fault import Fault

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FeatureFile:
    """
    One file that could be read.

    Attributes:
        path: where it lies.
        name: what messages call it: its path from the project's folder.
        lines: what was typed, line by line.
        document: Gherkin's syntax tree, as gherkin-official gives it.
    """

    path: Path
    name: str
    lines: tuple[str, ...]
    document: Node

    @property
    def feature(self) -> Node:
        """The feature; an empty one when the file has none."""
        return self.document.get("feature") or {"children": [], "tags": [], "language": "en"}

    def fault(self, line: int, what: str, mend: str = "") -> Fault:
        """Say what is wrong with one of its lines."""
        typed = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return Fault(self.name, line, what, typed, mend)


def scenarios(feature: Node) -> Iterator[tuple[Node, Node | None]]:
    """Walk the scenarios of a feature, each with the rule that it stands under, if any."""
    for child in feature["children"]:
        if "scenario" in child:
            yield child["scenario"], None
        elif "rule" in child:
            for inner in child["rule"]["children"]:
                if "scenario" in inner:
                    yield inner["scenario"], child["rule"]


def backgrounds(feature: Node) -> Iterator[Node]:
    """Walk the backgrounds of a feature and of its rules."""
    for child in feature["children"]:
        if "background" in child:
            yield child["background"]
        if "rule" in child:
            yield from backgrounds(child["rule"])


def rules(feature: Node) -> Iterator[Node]:
    """Walk the rules of a feature."""
    yield from (child["rule"] for child in feature["children"] if "rule" in child)


def line_of(node: Node) -> int:
    """Tell the line on which a part of a feature stands."""
    line: int = node["location"]["line"]
    return line
