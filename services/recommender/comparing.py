"""Comparing two states of the tables: which rows differ, whose plan does, and because of which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from services.recommender.engine import Files, Knowledge, PathwayError, decide
from services.recommender.pathway_files import knowledge_from
from services.recommender.translate import facts_from, moment_of

Document = Mapping[str, Any]
Plan = Mapping[str, Any]

MOST_TRIED = 60
"""Changed rows of which each is tried alone; with more, only those that the plans name."""

_DATED = ("by", "opens", "closes", "until")


@dataclass(frozen=True, slots=True)
class Unit:
    """
    The smallest part of the tables that can change by itself: a row, a table of a derived finding,
    a window, a card.

    Attributes:
        file, name: where it stands.
        old, new: as it was and is; None where it was not there, or is not any more.
    """

    file: str
    name: str
    old: Any
    new: Any

    @property
    def change(self) -> str:
        """`added`, `dropped` or `changed`."""
        if self.old is None:
            return "added"
        return "dropped" if self.new is None else "changed"


@dataclass(frozen=True, slots=True)
class Changed:
    """
    How one plan differs.

    Attributes:
        name: of the assessment.
        adds, removes: interventions offered now, and no longer.
        moves: interventions offered by both, with what of the offer changed.
        other: what else changed: urgency, pathway, status, headline.
        because: names of the units that do it, each by itself; of all together when none does.
        together: whether it takes several of them.
    """

    name: str
    adds: tuple[str, ...]
    removes: tuple[str, ...]
    moves: Mapping[str, str]
    other: Mapping[str, str]
    because: tuple[str, ...]
    together: bool


class Comparison:
    """Two states of the tables."""

    def __init__(self, old: Files, new: Files) -> None:
        """
        Compile both.

        Raises:
            PathwayError: one of them cannot be used; its author mends it.
        """
        self.old_files, self.new_files = old, new
        self.old, self.new = knowledge_from(old), knowledge_from(new)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """What differs, in the order of the files."""
        return tuple(_units(self.old_files, self.new_files))

    def plan(self, name: str, assessment: Mapping[str, Any], as_of: datetime) -> Changed | None:
        """How the plan of an assessment differs; None when it says the same."""
        facts = facts_from(assessment)
        before = decide(facts, self.old, as_of, ahead=False)
        after = decide(facts, self.new, as_of, ahead=False)
        parts = _parts(before), _parts(after)
        if parts[0] == parts[1]:
            return None
        because = [
            unit.name
            for unit, without in self._without
            if _parts(decide(facts, without, as_of, ahead=False)) != parts[1]
        ]
        together = not because
        found = because or list(self._named_by(before, after)) or [u.name for u in self.units]
        return _changed(name, *parts, tuple(found[:12]), together=together)

    @cached_property
    def _without(self) -> list[tuple[Unit, Knowledge]]:
        """For each change the new tables without it, where such tables can be used."""
        if len(self.units) > MOST_TRIED:
            return []
        found = []
        for unit in self.units:
            try:
                found.append(
                    (unit, knowledge_from(_put_back(self.new_files, self.old_files, unit)))
                )
            except (PathwayError, KeyError, ValueError):
                continue
        return found

    def _named_by(self, before: Plan, after: Plan) -> Iterator[str]:
        names = {unit.name for unit in self.units}
        for plan in (before, after):
            for row in _rows_of(plan):
                if row in names:
                    names.discard(row)
                    yield row


def received_at(assessment: Mapping[str, Any]) -> datetime:
    """The moment that a plan for a stored assessment was made for."""
    return moment_of(assessment)


def _parts(plan: Plan) -> dict[str, Any]:
    """What a clinician acts on: offers with strength, stage and dates, and the plan's own words."""
    offers = {
        item["intervention"]: {
            "stage": stage["stage"],
            "strength": item["strength"],
            **{key: item[key] for key in _DATED if key in item},
        }
        for stage in plan["stages"]
        for item in stage["items"]
    }
    held = {e["intervention"]: s["stage"] for s in plan["stages"] for e in s["held"]}
    main = next(entry["id"] for entry in plan["pathways"] if entry["main"])
    return {
        "offers": offers,
        "held": held,
        "urgency": plan["urgency"],
        "pathway": main,
        "status": plan["status"],
        "headline": plan["headline"],
        "alerts": [alert["code"] for alert in plan["alerts"]],
    }


def _changed(
    name: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    because: tuple[str, ...],
    *,
    together: bool,
) -> Changed:
    old, new = before["offers"], after["offers"]
    moves = {
        code: _told(old[code], new[code]) for code in new if code in old and old[code] != new[code]
    }
    other = {
        key: f"{_word(before[key])} → {_word(after[key])}"
        for key in ("urgency", "pathway", "status", "headline", "alerts", "held")
        if before[key] != after[key]
    }
    return Changed(
        name,
        tuple(code for code in new if code not in old),
        tuple(code for code in old if code not in new),
        moves,
        other,
        because,
        together,
    )


def _told(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return ", ".join(f"{key} {old.get(key, 'none')} → {new.get(key, 'none')}" for key in keys)


def _word(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(value) or "none"
    return ", ".join(value) or "none" if isinstance(value, list) else str(value)


def _rows_of(plan: Plan) -> Iterator[str]:
    bearers = [*plan["pathways"], *plan["not_offered"]]
    for stage in plan["stages"]:
        bearers += [*stage["items"], *stage["held"]]
    for bearer in bearers:
        yield from (reason["row"] for reason in bearer["because"])


def _units(old: Files, new: Files) -> Iterator[Unit]:
    for file in dict.fromkeys([*new.documents, *old.documents]):
        before = _named(old.documents.get(file), file)
        after = _named(new.documents.get(file), file)
        for name in dict.fromkeys([*after, *before]):
            if before.get(name) != after.get(name) and name not in _UNTOLD:
                yield Unit(file, name, before.get(name), after.get(name))


_UNTOLD = frozenset(["version", "released"])
"""Parts of knowledge.yaml that say which tables these are, and change no plan."""


def _named(document: Any, file: str) -> dict[str, Any]:
    """The parts of a file by the name that an author knows them by."""
    if document is None or not isinstance(document, Mapping):
        return {}
    lists = [key for key in ("rows", "main", "modules") if isinstance(document.get(key), list)]
    found = {_id(row, file, at): row for key in lists for at, row in enumerate(document[key])}
    return found | {key: value for key, value in document.items() if key not in lists}


def _id(row: Mapping[str, Any], file: str, place: int) -> str:
    return str(row.get("id") or f"{file.removesuffix('.yaml')}, row {place + 1}")


def _put_back(new: Files, old: Files, unit: Unit) -> Files:
    """The new tables with one unit as it was."""
    documents = dict(new.documents)
    documents[unit.file] = _with(new.documents.get(unit.file), old.documents.get(unit.file), unit)
    rows: Sequence[str] = new.rows
    if unit.file not in new.rows and unit.file in old.rows:
        rows = sorted([*new.rows, unit.file])
    return replace(new, documents=documents, rows=rows)


def _with(new: Any, old: Any, unit: Unit) -> dict[str, Any]:
    found = dict(new if new is not None else {**old, "rows": []})
    for key in ("rows", "main", "modules"):
        if not isinstance(found.get(key), list):
            continue
        ids = {_id(row, unit.file, at): at for at, row in enumerate(found[key])}
        before = _ids(old, key, unit.file)
        if unit.name in ids:
            at = ids[unit.name]
            kept = [unit.old] if unit.old is not None else []
            found[key] = [*found[key][:at], *kept, *found[key][at + 1 :]]
            return found
        if unit.name in before:
            at = min(before[unit.name], len(found[key]))
            found[key] = [*found[key][:at], unit.old, *found[key][at:]]
            return found
    if unit.old is None:
        found.pop(unit.name, None)
    else:
        found[unit.name] = unit.old
    return found


def _ids(document: Any, key: str, file: str) -> dict[str, int]:
    rows = document.get(key, []) if document is not None else []
    return {_id(row, file, at): at for at, row in enumerate(rows)}
