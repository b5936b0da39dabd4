"""What a whole run of the examples visited, judged: what no example visits, and tags not kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from features.coverage.clinic import BACKSTOPS, rows, said_of_rows, unread
from features.coverage.invariants import invariants
from features.guards.fault import Fault
from features.guards.reading import Unreadable, read
from features.guards.row_tags import PREFIX, RowTag, row_tags
from schemas.catalogue import catalogue
from schemas.interventions import interventions, title_of

Visited = Mapping[str, Any]

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Found:
    """
    A run, judged.

    Attributes:
        visited: by row, the examples that make it do something, each as `file:line`.
        rows: rows that no example visits.
        fates: interventions and what no example sees become of them: `nerve_graft held`.
        findings: findings that no example says.
        invariants: what must hold of every plan and has nothing to say about any example's.
        unkept: row tags under which no example makes the row do anything.
    """

    visited: Mapping[str, Sequence[str]]
    rows: Sequence[str]
    fates: Sequence[str]
    findings: Sequence[str]
    invariants: Sequence[str]
    unkept: Sequence[Fault]

    @property
    def closing(self) -> str:
        """Say how many rows have no example, as the end of a sentence."""
        if not self.rows:
            return f"; each of {len(rows())} rows has an example"
        reached = "" if any(not why(it) for it in self.rows) else ", since no patient reaches them"
        have = "row has" if len(self.rows) == 1 else "rows have"
        return f"; {len(self.rows)} {have} no example{reached}"

    def in_words(self) -> Iterator[str]:
        """Say what is missing, a line each."""
        yield from (str(fault) for fault in self.unkept)
        yield from _list("Rows that no example visits", [it for it in self.rows if not why(it)])
        yield from (f"No patient reaches {it}: {why(it)}." for it in self.rows if why(it))
        yield from _list("Never seen", [it.replace("_", " ") for it in self.fates])
        silent = [it for it in self.findings if it not in unread()]
        yield from _list("Findings that no example says", [*map(_label, silent)])
        yield from _list("Invariants that no example puts to the test", self.invariants)
        if self.gaps:
            yield "An example for each of these: facialis features --propose"

    @property
    def gaps(self) -> Mapping[str, Sequence[str]]:
        """What examples could visit and none does, by kind; nothing under a kind is no gap."""
        return {
            kind: missing
            for kind, missing in {
                "rows": [it for it in self.rows if not why(it)],
                "fates": self.fates,
                "findings": [it for it in self.findings if it not in unread()],
                "invariants": self.invariants,
            }.items()
            if missing
        }

    def as_json(self) -> dict[str, Any]:
        """Give all of it for pages and programs."""
        texts = said_of_rows()
        return {
            "rows": {
                row: {"does": does, "text": texts[row], "examples": [*self.visited.get(row, ())]}
                for row, does in rows().items()
            },
            "rows_without": {row: why(row) for row in self.rows},
            "gaps": {kind: list(missing) for kind, missing in self.gaps.items()},
            "totals": _totals(),
            "labels": {name: text for kind in self.gaps.values() for name, text in _said(kind)}
            | {name: _label(name) for name in sorted(unread())},
            "findings_unread": sorted(unread()),
            "tags_not_kept": [str(fault) for fault in self.unkept],
        }


def why(row: str) -> str:
    """Say why a row needs no example; empty when it needs one."""
    return BACKSTOPS.get(row, "")


def found_of(visited: Iterable[Visited], root: Path) -> Found:
    """Judge a whole run; `visited` is what the plugin noted of each example."""
    examples = list(visited)
    by_row: dict[str, list[str]] = {}
    for it in examples:
        for row in it["rows"]:
            by_row.setdefault(row, []).append(f"{it['file']}:{it['line']}")
    seen = {fate for it in examples for fate in it["fates"]}
    said = {name for it in examples for name in it["findings"]}
    tested = {name for it in examples for name in it["invariants"]}
    return Found(
        {row: list(dict.fromkeys(names)) for row, names in by_row.items()},
        [row for row in rows() if row not in by_row],
        list(_fates_without(seen)),
        [name for name in catalogue().findings if name not in said],
        [name for name in invariants() if name not in tested],
        list(_unkept(examples, root)),
    )


def _fates_without(seen: set[str]) -> Iterator[str]:
    for code in interventions():
        if f"{code} offered" not in seen:
            yield f"{code} offered"
        if not any(fate.startswith(f"{code} ") and not fate.endswith(" offered") for fate in seen):
            yield f"{code} left out"


def _unkept(examples: Sequence[Visited], root: Path) -> Iterator[Fault]:
    for name in sorted({it["file"] for it in examples}):
        try:
            file = read(root / name, root=root)
        except Unreadable:
            continue
        own = [it for it in examples if it["file"] == name]
        for tag in row_tags(file):
            under = [it for it in own if it["line"] in tag.scenarios]
            if all(it["passed"] for it in under) and not _keeps(tag, under):
                what = f"No example under this tag makes the row {tag.row} do anything."
                yield file.fault(tag.line, what, _mend(under))


def _keeps(tag: RowTag, under: Iterable[Visited]) -> bool:
    return any(tag.row in it["rows"] for it in under)


def _mend(under: Iterable[Visited]) -> str:
    did = sorted({row for it in under for row in it["rows"]})
    if not did:
        return "No plan is drawn up under it: take the tag away."
    shown = ", ".join(f"@{PREFIX}{row}" for row in did[:_SHOWN])
    more = " …" if len(did) > _SHOWN else ""
    return f"What the examples do visit: {shown}{more}"


def _totals() -> dict[str, int]:
    return {
        "rows": len(rows()) - len(BACKSTOPS),
        "fates": 2 * len(interventions()),
        "findings": len(catalogue().findings.keys() - unread()),
        "invariants": len(invariants()),
    }


def _said(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Say of gaps in words what they are."""
    texts = said_of_rows()
    for name in names:
        code, _, fate = name.partition(" ")
        if name in texts:
            yield name, texts[name]
        elif name in invariants():
            yield name, invariants()[name].title
        elif code in interventions():
            yield name, f"{title_of(code)}, {fate}"
        elif name in catalogue().findings:
            yield name, _label(name)


def _label(finding: str) -> str:
    return catalogue().findings[finding].label


def _list(what: str, missing: Sequence[str]) -> Iterator[str]:
    if missing:
        shown = ", ".join(missing[:_SHOWN])
        more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
        yield f"{what}: {shown}{more}."
