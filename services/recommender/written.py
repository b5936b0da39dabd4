"""The clinicians' rows as they are written, for showing: what must hold, what then happens, why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.interventions import interventions
from schemas.yaml_table import read_table
from services.recommender.pathway_files import PATHWAYS

VERBS = ("offer", "hold", "exclude", "caution", "flag", "alert", "consider")
Spell = Callable[[str], str]
_TERMS = (
    *("except", "stage", "strength", "as", "urgency", "by", "opens", "closes", "until", "on"),
    *("with", "after", "part_of", "backup", "to", "aims", "zone", "side", "off_label", "confirm"),
)


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """
    One row.

    ``when`` holds what must be true, a line each; ``cells`` the same by finding, without what is
    looked for among the offers; ``then`` what it does; ``verb`` and ``subjects`` to what;
    ``speaks_of`` names its table, itself, its archetype and the interventions in it, each of which
    finds it. ``rank`` sorts by what a row does, offers first; ``archetype`` and ``title`` are a
    pathway's; ``effective`` is the date from which it holds, empty where none is given.
    """

    id: str
    rank: int
    verb: str
    subjects: tuple[str, ...]
    when: tuple[str, ...]
    cells: Mapping[str, str]
    then: tuple[str, ...]
    text: str
    sources: tuple[str, ...]
    evidence: str
    effective: str
    archetype: str
    title: str
    speaks_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table by the name of its file, with the title that clinicians gave it."""

    name: str
    title: str
    rows: tuple[WrittenRow, ...]


def written_tables(folder: Path = PATHWAYS) -> tuple[WrittenTable, ...]:
    """
    Read the tables that clinicians write, main pathways first, in the order of their files.

    Raises:
        TableError: a file cannot be read; the check names the mend.
    """
    subjects = sorted((folder / "rows").glob("*.yaml"))
    spell = _spelling(read_table(folder / "windows.yaml"))
    return (
        _pathways(folder / "pathways.yaml", spell),
        *(_table(path, spell) for path in subjects),
        _table(folder / "companions.yaml", spell),
    )


def _spelling(windows: Mapping[str, Any]) -> Spell:
    """Make what writes a window's amount before its name: "from 90 d (toxin_earliest)"."""
    names = re.compile(rf"\b({'|'.join(map(re.escape, windows))})\b")
    return lambda text: names.sub(lambda found: f"{windows[found[0]]['is']} ({found[0]})", text)


def _pathways(path: Path, spell: Spell) -> WrittenTable:
    table = read_table(path)
    rows = [*table["main"], *table.get("modules", [])]
    title = "The main pathway and what stands beside it"
    return WrittenTable("pathways", title, _rows(rows, path, spell))


def _table(path: Path, spell: Spell) -> WrittenTable:
    table = read_table(path)
    return WrittenTable(path.stem, table["title"]["en"], _rows(table["rows"], path, spell))


def _rows(rows: list[Mapping[str, Any]], path: Path, spell: Spell) -> tuple[WrittenRow, ...]:
    return tuple(_row(row, table=path.stem, spell=spell) for row in rows)


def _row(row: Mapping[str, Any], *, table: str, spell: Spell) -> WrittenRow:
    targets = [target for verb in VERBS for target in _listed(row.get(verb, []))]
    return WrittenRow(
        id=row["id"],
        rank=next((rank for rank, verb in enumerate(VERBS) if verb in row), len(VERBS)),
        verb=next((verb for verb in VERBS if verb in row), "pathway"),
        subjects=tuple(targets),
        cells={finding: spell(cell) for finding, cell in row.get("when", {}).items()},
        when=tuple(map(spell, _when(row))),
        then=tuple(map(spell, _then(row))),
        text=row["text"]["en"],
        sources=tuple(row["sources"]),
        evidence=row.get("evidence", ""),
        effective=row.get("effective", ""),
        archetype=row.get("archetype", ""),
        title=row.get("title", {}).get("en", ""),
        speaks_of=frozenset({table, row["id"], row.get("archetype", ""), *_expanded(targets)}),
    )


def _when(row: Mapping[str, Any]) -> Iterator[str]:
    for finding, cell in row.get("when", {}).items():
        yield f"{finding}: {cell}"
    for name, word in (("if_offered", "offered"), ("unless_offered", "not offered")):
        for intervention in row.get(name, []):
            yield f"{intervention} is {word}"


def _then(row: Mapping[str, Any]) -> Iterator[str]:
    if "archetype" in row:
        yield f"{row['title']['en']} ({row['archetype']})"
    for verb in VERBS:
        if verb in row:
            yield f"{verb} {', '.join(_listed(row[verb]))}"
    for term in _TERMS:
        if term in row:
            yield f"{term} {', '.join(_listed(row[term]))}"
    for opening in row.get("opens_when", []):
        yield f"opens when {opening['text']['en']}"
    for needed in row.get("prerequisites", []):
        yield f"first {needed['text']['en']}"


def _listed(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _expanded(targets: list[str]) -> set[str]:
    """Name a family's interventions beside it: who asks for one of them means the family's row."""
    known = interventions().values()
    return {*targets, *(one.code for one in known if one.family in targets)}
