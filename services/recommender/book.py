"""The knowledge as a book to read: each pathway with its table, its cases and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from schemas.catalogue import catalogue
from schemas.interventions import title_of
from schemas.yaml_table import read_table
from services.recommender.cases import Example, outline_of, read_cases
from services.recommender.engine import Knowledge
from services.recommender.pathway_files import PATHWAYS
from services.recommender.written import WrittenRow, WrittenTable, written_tables

MOST_COLUMNS = 6
"""Findings that get a column of their own in a table; those named least stand together."""

_ORDER = ("pathway", "offers", "holds", "bars", "cautions", "remarks")
_UNTOLD = ("not_indicated", "emergency_first")
_PARTS = {
    "offer": "offers",
    "hold": "holds",
    "exclude": "bars",
    "caution": "cautions",
    "pathway": "pathway",
}
_SAID = {
    "pathway": "When this pathway leads, or stands beside",
    "offers": "What is offered",
    "holds": "What comes next",
    "bars": "What is held back, and why",
    "cautions": "What to be careful of",
    "remarks": "What is pointed out",
}

Page = dict[str, Any]


class Book:
    """
    A folder of tables to read, as JSON.

    Made once; cases are planned when their page is first opened.
    """

    def __init__(self, knowledge: Knowledge, folder: Path = PATHWAYS) -> None:
        self._knowledge, self._folder = knowledge, folder

    @cached_property
    def front(self) -> Page:
        """
        What stands at the front: whose tables these are, of when, on what sources, and what is in.

        `attributes` are the 13 that certified health IT must show of its source.
        """
        known = self._knowledge
        return {
            "version": known.version,
            "digest": known.digest,
            **{key: text for key, text in known.about.items() if key != "version"},
            "title": read_table(self._folder / "knowledge.yaml")["title"]["en"],
            "attributes": list(self._attributes()),
            "pathways": [self._contents(row) for row in self._main],
            "tables": [
                {"id": table.name, "title": table.title, "rows": len(table.rows)}
                for table in self._tables[1:]
            ],
        }

    def page(self, name: str) -> Page | None:
        """
        One page: of a pathway (`synkinesis`), an archetype (`A12`) or a table (`toxin`).

        Returns:
            Its rows laid out as tables, its cases, and when its rows changed; None when nothing
            is called so.
        """
        for table in self._tables[1:]:
            if table.name == name:
                return self._laid_out(table.name, table.title, "", list(table.rows), [])
        chosen = [row for row in self._main if name in (_name(row), row.archetype)]
        if not chosen:
            return None
        archetype = chosen[0].archetype
        cases = [example for example in self._cases if example.archetype == archetype]
        if name != archetype:
            cases = [example for example in cases if self._leads(example, name)]
        ids = {row.id for row in chosen} | {row for one in cases for row in self._spoke(one)}
        rows = [row for table in self._tables for row in table.rows if row.id in ids]
        title = chosen[0].title if name != archetype else _titles(chosen)
        return self._laid_out(name, title, archetype, rows, cases)

    @cached_property
    def _tables(self) -> tuple[WrittenTable, ...]:
        return written_tables(self._folder)

    @cached_property
    def _bars(self) -> frozenset[str]:
        rows = (row for table in self._tables for row in table.rows)
        return frozenset(row.id for row in rows if row.verb == "exclude")

    @property
    def _main(self) -> tuple[WrittenRow, ...]:
        return self._tables[0].rows

    @cached_property
    def _cases(self) -> tuple[Example, ...]:
        return read_cases(self._folder / "cases")

    @cached_property
    def _plans(self) -> dict[str, Mapping[str, Any]]:
        return {}

    def _plan(self, example: Example) -> Mapping[str, Any]:
        if example.name not in self._plans:
            self._plans[example.name] = outline_of(example, self._knowledge)
        return self._plans[example.name]

    def _leads(self, example: Example, name: str) -> bool:
        return any(entry["id"] == name for entry in self._plan(example)["pathways"])

    def _spoke(self, example: Example) -> Iterator[str]:
        """The rows that speak in a case's plan: of what is offered, held and barred."""
        plan = self._plan(example)
        for stage in plan["stages"]:
            for entry in (*stage["items"], *stage["held"]):
                yield from (reason["row"] for reason in entry["because"])
        for entry in plan["not_offered"]:
            for reason in entry["because"]:
                if reason["row"] in self._bars and entry["kind"] not in _UNTOLD:
                    yield reason["row"]

    def _contents(self, row: WrittenRow) -> Page:
        beside = row.id.startswith("module.")
        return {"id": _name(row), "archetype": row.archetype, "title": row.title, "beside": beside}

    def _laid_out(
        self,
        name: str,
        title: str,
        archetype: str,
        rows: Sequence[WrittenRow],
        cases: Sequence[Example],
    ) -> Page:
        parts: dict[str, list[WrittenRow]] = {}
        for row in rows:
            parts.setdefault(_PARTS.get(row.verb, "remarks"), []).append(row)
        keys = {key for row in rows for key in row.sources}
        return {
            "id": name,
            "title": title,
            "archetype": archetype,
            "version": self._knowledge.version,
            "digest": self._knowledge.digest,
            "parts": [
                {"title": _SAID[part], "tables": list(_grouped(parts[part]))}
                for part in _ORDER
                if part in parts
            ],
            "cases": [_case(example, self._plan(example)) for example in cases],
            "changes": _changes(rows),
            "sources": {key: dict(self._knowledge.sources[key]) for key in sorted(keys)},
        }

    def _attributes(self) -> Iterator[Page]:
        for entry in read_table(self._folder / "source_attributes.yaml"):
            said = entry["says"]["en"] if "says" in entry else self._taken(entry["from"])
            yield {"name": entry["name"], "title": entry["title"]["en"], "says": said}

    def _taken(self, where: str) -> Any:
        known = self._knowledge
        if where == "sources":
            return [source["citation"] for source in known.sources.values()]
        if where == "dates":
            changed = sorted({row.effective for table in self._tables for row in table.rows} - {""})
            last = changed[-1] if changed else known.about["released"]
            return f"Released {known.about['released']}; last changed {last}"
        if where == "age":
            return f"Not used; age is, with limits at {', '.join(self._ages())}"
        return known.about[where]

    def _ages(self) -> list[str]:
        cuts = self._knowledge.findings[self._knowledge.index["age_years"]].cuts
        return [f"{years:g}" for years in sorted({round(cut, 6) for cut in cuts})] + ["years"]


def _name(row: WrittenRow) -> str:
    return row.id.partition(".")[2]


def _titles(rows: Sequence[WrittenRow]) -> str:
    return " · ".join(dict.fromkeys(row.title for row in rows))


def _grouped(rows: Sequence[WrittenRow]) -> Iterator[Page]:
    """Rows about one intervention make one table, so that their conditions can be compared."""
    groups: dict[tuple[str, ...], list[WrittenRow]] = {}
    for row in rows:
        alone = row.subjects if row.verb in ("offer", "hold") else (row.verb,)
        groups.setdefault(alone, []).append(row)
    for subjects, found in groups.items():
        yield _table(_subject(subjects, found[0]), found)


def _subject(subjects: Sequence[str], row: WrittenRow) -> str:
    return title_of(subjects[0]) if row.verb in ("offer", "hold") else ""


def _table(title: str, rows: Sequence[WrittenRow]) -> Page:
    """
    A decision table: a column for each finding that most rows name, one for the rest.

    `columns` names the findings, each with its label; a row's `cells` hold one text each, empty
    where it does not matter, and `also` what has no column.
    """
    columns = _columns(rows)
    return {
        "title": title,
        "columns": [{"finding": finding, "label": _label(finding)} for finding in columns],
        "rows": [
            {
                "id": row.id,
                "cells": [row.cells.get(finding, "") for finding in columns],
                "also": [line for line in row.when if line.partition(":")[0] not in columns],
                "then": list(row.then),
                "text": row.text,
                "evidence": row.evidence,
                "sources": list(row.sources),
                "effective": row.effective,
            }
            for row in rows
        ],
    }


def _label(finding: str) -> str:
    found = catalogue().findings.get(finding)
    return found.label if found else finding.replace("_", " ").capitalize()


def _columns(rows: Sequence[WrittenRow]) -> list[str]:
    named: dict[str, int] = {}
    for row in rows:
        for finding in row.cells:
            named[finding] = named.get(finding, 0) + 1
    if len(named) <= MOST_COLUMNS:
        return list(named)
    shared = [finding for finding, count in named.items() if count > 1]
    return sorted(shared, key=lambda finding: -named[finding])[:MOST_COLUMNS]


def _case(example: Example, plan: Mapping[str, Any]) -> Page:
    onset = example.onset_hours
    return {
        "name": example.name,
        "story": example.story,
        "days": None if onset is None else round(onset / 24, 1),
        "headline": plan["headline"],
        "urgency": plan["urgency"],
        "offered": {
            stage["stage"]: [item["title"] for item in stage["items"]]
            for stage in plan["stages"]
            if stage["items"]
        },
    }


def _changes(rows: Sequence[WrittenRow]) -> list[Page]:
    """When rows were changed, the latest first, and which."""
    dated: dict[str, list[str]] = {}
    for row in rows:
        if row.effective:
            dated.setdefault(row.effective, []).append(row.id)
    return [{"on": day, "rows": dated[day]} for day in sorted(dated, reverse=True)]
