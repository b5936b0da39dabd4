"""Figures as a run of all promises leaves them, without a run: one example differs."""

from __future__ import annotations

from typing import Any

from features.coverage.clinic import knowledge
from features.coverage.found import found_of
from features.living.asked import ROOT
from features.living.document import feature_files
from features.living.figures import figures_of
from features.living.run import Run
from features.living.written import examples_of, scenarios_of, written

POSTED = {"assessed_at": "2026-11-23T09:00:00+00:00", "house_brackmann": "V", "vesicles": "no"}
DIFFERENCE = "features/bells.feature:31: This is not what came.\n    Then it is offered\n  expected"
DIFFERS = {
    "expected": "Corticosteroid is offered",
    "got": ["not offered: not yet", "It begins later.", "(row steroid.bells read: Age: 15)"],
}


def some_run(differing: str = "features/bells.feature") -> Run:
    """Give the messages of a run in which the first example of one file differs."""
    run = Run()
    tables = {"version": knowledge().version, "digest": knowledge().digest}
    run.take({"begin": {"at": "2026-11-22T12:00:00+00:00", "knowledge": tables}})
    visited = []
    for file in feature_files():
        for scenario in scenarios_of(written(file)):
            differs = file.name == differing and not any(
                it["came"] == "failed" for it in run.examples.values()
            )
            for row in _rows(scenario):
                run.take({"example": _came(file.name, scenario["line"], row, failed=differs)})
                differs = False
            visited.append(_visited(file.name, scenario))
    found = found_of(visited, ROOT)
    number = len(run.examples)
    said = [f"{number} examples: {number - 1} agree, 1 differs{found.closing}."]
    end = {"status": 1, "tried": number, "differ": 1, "not_tried": [], "chosen": False}
    run.take({"end": {**end, "said": said, "coverage": found.as_json(), "missing": []}})
    return run


def some_figures() -> dict[str, Any]:
    """Give the figures of such a run, with a proposal for a gap."""
    figures = figures_of(some_run(), feature_files(), seconds=41.0)
    gaps = figures["coverage"]["gaps"]
    kind, names = next(iter(gaps.items()))
    figures["coverage"]["proposals"] = {f"{kind} {names[0]}": "Scenario: one\n  Given a patient"}
    return figures


def _rows(scenario: dict[str, Any]) -> list[dict[str, str]]:
    tables = scenario["tables"]
    if not tables:
        return [{}]
    return [
        dict(zip(table["columns"], row["cells"], strict=True))
        for table in tables
        for row in table["rows"]
    ]


def _came(file: str, line: int, row: dict[str, str], *, failed: bool) -> dict[str, Any]:
    said = {"file": file, "line": line, "row": row, "seconds": 0.01, "came": "passed"}
    said |= {"posted": POSTED, "as_of": "2026-11-23T09:00:00.000Z"} if "bells" in file else {}
    if not failed:
        return said
    return said | {"came": "failed", "steps_done": 3, "said": DIFFERENCE, **DIFFERS}


def _visited(file: str, scenario: dict[str, Any]) -> dict[str, Any]:
    assert list(examples_of(scenario))
    return {
        "file": file,
        "line": scenario["line"],
        "name": scenario["title"],
        "rows": scenario["rows"],
        "fates": ["nerve_graft offered"],
        "findings": ["synkinesis"],
        "invariants": ["INV-01"],
        "passed": True,
    }
