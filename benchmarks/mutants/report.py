"""The report of a run: counts by kind, and each mutant that nobody noticed, with its patient."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.mutants.making import KINDS
from benchmarks.mutants.remembered import AT, FIGURES, SEEN, when
from benchmarks.mutants.trying import ROOT, Fate
from benchmarks.mutants.unmoved import reasons, unmoved
from schemas.catalogue import catalogue
from schemas.interventions import interventions, title_of

PAGE = ROOT / "docs" / "reference" / "mutants.md"

HEAD = """# Mutants of the tables

What would be noticed if a hand slipped in the clinicians' tables. Every threshold is moved a step
either way, every row and cell dropped, every word, intervention and exclusion taken out of its row,
every date, strength and stage moved; and each such mutant is tried against the cases of
`services/recommender/pathways/cases/` and the features. The invariants are not asked: each proof
takes seconds, and they could only shorten the list. Written by `make mutants`, for the tables with
digest `{digest}`.

*Equal* means that the solver proved that no assessment which the door admits tells the mutant from
the tables. *Listed* means that nobody noticed it: it stands below, with the shortest patient found
who tells the two apart, ready to be made a case or a feature.

"""


def page(fates: Sequence[Fate], digest: str) -> str:
    """The page; it names no date, so that it changes only when the tables or their judges do."""
    return HEAD.format(digest=digest) + "".join(
        [*_counts(fates), *unmoved(fates, reasons()), *_listed(fates)]
    )


def outcome(fate: Fate) -> str:
    """`case`, `feature`, `equal` or `listed`."""
    if fate.noticed_by:
        return fate.noticed_by
    return "equal" if fate.equivalent else "listed"


_OUTCOMES = ("case", "feature", "equal", "listed")


def _counts(fates: Sequence[Fate]) -> Iterator[str]:
    yield "| change | mutants | a case | a feature | equal | listed |\n"
    yield "|---|---:|---:|---:|---:|---:|\n"
    for kind in KINDS:
        yield _line(kind, [fate for fate in fates if fate.kind == kind])
    yield _line("**all**", fates)
    listed = sum(outcome(fate) == "listed" for fate in fates)
    yield f"\n{listed} of {len(fates)} are listed, {100 * listed / max(1, len(fates)):.1f} %.\n"


def _line(kind: str, fates: Sequence[Fate]) -> str:
    found = Counter(map(outcome, fates))
    cells = " | ".join(str(found[word]) for word in _OUTCOMES)
    return f"| {kind} | {len(fates)} | {cells} |\n"


def _listed(fates: Sequence[Fate]) -> Iterator[str]:
    listed = [fate for fate in fates if outcome(fate) == "listed"]
    told = [fate for fate in listed if fate.patient is not None]
    untold = [fate for fate in listed if fate.patient is None]
    if told:
        yield "\n## Listed, with the patient who tells them apart\n"
        for fate in sorted(told, key=lambda fate: fate.name):
            yield f"\n### `{fate.name}`\n\n```gherkin\n{gherkin(fate)}```\n"
    if untold:
        yield "\n## Listed, no patient found and not proved equal\n\n"
        for fate in sorted(untold, key=lambda fate: fate.name):
            yield f"- `{fate.name}`\n"


def gherkin(fate: Fate) -> str:
    """The patient as an example of a feature, with what the tables say and the mutant would."""
    assert fate.patient is not None
    lines = [f"Scenario: {fate.name}", "  Given these findings", "    | finding | value |"]
    treatments: list[Mapping[str, Any]] = []
    for name, value in fate.patient.items():
        if name == "prior_treatments" and isinstance(value, list) and value != ["none"]:
            treatments = value
        elif name not in (SEEN, AT):
            lines.append(f"    | {_label(name)} | {_value(value)} |")
    lines += _treatments(treatments)
    if planned := when(fate.patient):
        lines.append(f"  # planned {planned}")
    lines.append("  When the plan is drawn up")
    lines += [f"  # {line}" for line in _told(fate.parts or {})]
    return "\n".join(lines) + "\n"


def _told(parts: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """What differs, each part in a line."""
    if not parts:
        yield "the plans read the same, and give other reasons"
    for part, (before, after) in parts.items():
        yield f"{_part(part)}: {before}; the mutant: {after}"


def _treatments(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not entries:
        return
    columns = list(dict.fromkeys(key for entry in entries for key in entry))
    head = ["treatment" if key == "intervention" else key.replace("_", " ") for key in columns]
    yield "  And earlier treatments"
    yield f"    | {' | '.join(head)} |"
    for entry in entries:
        yield f"    | {' | '.join(_cell(key, entry.get(key, '')) for key in columns)} |"


def _cell(key: str, value: Any) -> str:
    return title_of(value) if key == "intervention" else str(value)


def _label(name: str) -> str:
    finding = catalogue().findings.get(name)
    return finding.label if finding else name.replace("_", " ")


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(map(str, value.values()))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value).replace("_", " ")


def _part(part: str) -> str:
    return title_of(part) if part in interventions() else part


def figures(fates: Sequence[Fate], digest: str) -> dict[str, Any]:
    """The same as JSON: how many were tried and proved equal, and each that nobody noticed."""
    listed = [fate for fate in fates if outcome(fate) == "listed"]
    return {
        "digest": digest,
        "tried": len(fates),
        "equal": sum(outcome(fate) == "equal" for fate in fates),
        "listed": [
            {
                "kind": fate.kind,
                "name": fate.name,
                "example": gherkin(fate) if fate.patient is not None else "",
                "patient": fate.patient,
            }
            for fate in sorted(listed, key=lambda fate: fate.name)
        ],
    }


def write(fates: Sequence[Fate], digest: str, path: Path = PAGE, *, beside: Path = FIGURES) -> None:
    """Write the page, and the figures for the living document."""
    path.write_text(page(fates, digest), encoding="utf-8")
    said = json.dumps(figures(fates, digest), indent=1, ensure_ascii=False)
    beside.write_text(said + "\n", encoding="utf-8")
