"""The wordings of `sayings.yaml`, and of the files beside it for other languages, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from schemas.catalogue import catalogue
from schemas.yaml_table import Lines, TableError, read_table

_FILE = Path(__file__).parents[1] / "sayings.yaml"
_TRANSLATED = sorted(_FILE.parent.glob("sayings.*.yaml"))


@dataclass(frozen=True, slots=True)
class Said:
    """
    One sentence of a Given.

    Attributes:
        sentence: as it is typed, with `{word}`, `{words}` or `{number}` for the value.
        findings: what it stands for: the text of each finding's value.
        language: the one that it is in, as `# language:` names it.
    """

    sentence: str
    findings: Mapping[str, str]
    language: str = "en"


@cache
def said() -> tuple[Said, ...]:
    """
    Give every sentence that stands for findings.

    Raises:
        TableError: a finding in it is not in the catalogue; whoever edits the file mends it.
    """
    return tuple(_said(row, _language(path)) for path, table in _files() for row in table["says"])


def said_in_english() -> tuple[Said, ...]:
    """Give the sentences of `sayings.yaml` alone, in its order."""
    return tuple(_said(row) for row in _table()["says"])


@dataclass(frozen=True, slots=True)
class Translated:
    """A sentence in another language, and the English one that does the same."""

    sentence: str
    stands_for: str
    language: str


@cache
def translations() -> tuple[Translated, ...]:
    """Give the sentences of other languages."""
    return tuple(
        Translated(ours, other, _language(path))
        for path, table in _files()
        for ours, other in table.get("same", {}).items()
    )


def units() -> Mapping[str, str]:
    """Give the units of time in other languages, by their small letters."""
    return {
        word.casefold(): unit
        for table in _tables()
        for word, unit in table.get("units", {}).items()
    }


def names(what: str) -> Iterator[tuple[str, str]]:
    """Walk the short names of one kind, each with the code that it stands for."""
    for table in _tables():
        yield from table["names"].get(what, {}).items()


def groups() -> Mapping[str, tuple[str, ...]]:
    """Give the names that stand for several interventions or families."""
    return {name: tuple(parts) for name, parts in _table()["groups"].items()}


def listed_words(what: str) -> Mapping[str, str]:
    """
    Give one closed list of a plan's words: the text of each code.

    Raises:
        KeyError: there is no such list.
    """
    return MappingProxyType(dict(_table()["lists"][what]))


@cache
def _table() -> Any:
    return read_table(_FILE)


def _tables() -> tuple[Any, ...]:
    return tuple(table for _, table in _files())


@cache
def _files() -> tuple[tuple[Path, Any], ...]:
    return ((_FILE, _table()), *((path, read_table(path)) for path in _TRANSLATED))


def _language(path: Path) -> str:
    """Tell the language of a file: `sayings.de.yaml` is German, `sayings.yaml` English."""
    return path.stem.partition(".")[2] or "en"


def _said(row: Lines, language: str = "en") -> Said:
    findings = {name: value for name, value in row.items() if name != "say"}
    for name in findings:
        if name not in catalogue().findings:
            raise TableError(_FILE.name, row.line, f"{name} is not a finding")
    return Said(row["say"], MappingProxyType(findings), language)
