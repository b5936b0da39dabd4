"""A feature file as Gherkin's own parser reads it, beside the lines as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException, ParserException
from gherkin.parser import Parser

from features.guards.fault import Fault
from features.guards.nearest import nearest

Node = Mapping[str, Any]

_CELLS = (
    "This row has more or fewer cells than its table.",
    "Count the | signs: every row of a table has as many as the first.",
)
_ENDS = (
    "The file ends before something that it began.",
    "Look at the lines above: after tags, a scenario must follow.",
)
_BLOCKS = ("feature", "rule", "background", "scenario", "scenarioOutline", "examples")
_STEPS = ("given", "when", "then", "and", "but")


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


class Unreadable(Exception):
    """A file that Gherkin cannot read; `faults` says where and what to write."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def read(path: Path, *, root: Path) -> FeatureFile:
    """
    Read one feature file.

    Args:
        root: the project's folder, from which messages name the file.

    Raises:
        Unreadable: it is not Gherkin, or not UTF-8; whoever wrote it mends it.
    """
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    text = _text(path, name)
    lines = tuple(text.splitlines())
    try:
        document = Parser().parse(text)
    except CompositeParserException as broken:
        raise Unreadable([_fault(error, name, lines) for error in broken.errors]) from broken
    except ParserException as broken:
        raise Unreadable([_fault(broken, name, lines)]) from broken
    return FeatureFile(path, name, lines, document)


def blocks(language: str) -> list[str]:
    """List the words that open a block in a language (`Feature`, `Scenario` …)."""
    return _keywords(language, _BLOCKS)


def steps(language: str) -> list[str]:
    """List the words that open a step in a language (`Given`, `When` …)."""
    return [word for word in _keywords(language, _STEPS) if word != "*"]


def outline_words(language: str) -> list[str]:
    """List the words that open a scenario outline in a language, and nothing else."""
    plain = _keywords(language, ("scenario",))
    return [word for word in _keywords(language, ("scenarioOutline",)) if word not in plain]


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


def _text(path: Path, name: str) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = raw.count(b"\n", 0, broken.start) + 1
        what = "This line has a letter that is not saved as UTF-8."
        raise Unreadable([Fault(name, line, what, mend="Save the file as UTF-8.")]) from broken


def _keywords(language: str, kinds: tuple[str, ...]) -> list[str]:
    dialect = Dialect.for_name(language) or Dialect.for_name("en")
    return list(dict.fromkeys(word.strip() for kind in kinds for word in dialect.spec[kind]))


def _fault(error: ParserException, name: str, lines: tuple[str, ...]) -> Fault:
    line = error.location["line"]
    typed = lines[line - 1] if line <= len(lines) else ""
    if "inconsistent cell count" in str(error):
        return Fault(name, line, _CELLS[0], typed, _CELLS[1])
    if "Language not supported" in str(error):
        return Fault(name, line, "This language is not known.", typed, "Write `# language: en`.")
    if "unexpected end of file" in str(error):
        return Fault(name, min(line, len(lines)), _ENDS[0], mend=_ENDS[1])
    meant = _keyword_meant(typed, lines)
    return Fault(name, line, "This line cannot be read here.", typed, meant)


def _keyword_meant(typed: str, lines: tuple[str, ...]) -> str:
    language = _language(lines)
    opener, colon, _ = typed.strip().partition(":")
    if colon and (near := nearest(opener, blocks(language))):
        return f"Did you mean `{near[0]}:`?"
    first = typed.split()[0] if typed.split() else ""
    if near := nearest(first, blocks(language), cutoff=0.75):
        return f"Did you mean `{near[0]}:`, with a colon?"
    if near := nearest(first, steps(language)):
        return f"Did you mean `{near[0]}`?"
    return "A step begins with Given, When, Then, And or But; a file begins with `Feature:`."


def _language(lines: tuple[str, ...]) -> str:
    for line in lines[:1]:
        if said := re.match(r"\s*#\s*language\s*:\s*([\w-]+)", line):
            return said[1] if Dialect.for_name(said[1]) else "en"
    return "en"
