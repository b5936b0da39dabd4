"""The figures of a run, in a file beside the document, for the pages of a running Facialis."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from features.guards.feature_file import FeatureFile
from features.living.run import Message, Run
from features.living.written import scenarios_of, written

FORM = 1
NAME = "promises.json"
CHOSEN = "chosen.json"

AGREES, DIFFERS, NOT_TRIED = "agrees", "differs", "not tried"


def figures_of(run: Run, files: Iterable[FeatureFile], *, seconds: float) -> dict[str, Any]:
    """
    Give the figures of a run that ended.

    Args:
        files: the feature files as they were when it ran.
        seconds: how long it took.

    Returns:
        JSON: `examples` by `file:line`, the line being that of the scenario or of the outline's
        row; the digest of each file, so that a result is not shown beside a text that it is not
        about.
    """
    read = list(files)
    lines = {key: at for file in read for key, at in _lines(file)}
    examples = {
        f"{key[0]}:{lines.get(key, key[1])}": _result(said) for key, said in run.examples.items()
    }
    return {
        "form": FORM,
        "at": run.begin["at"],
        "seconds": round(seconds, 1),
        "knowledge": run.begin["knowledge"],
        "chosen": run.end.get("chosen", True),
        "counts": {
            "examples": run.end.get("tried", 0),
            "differ": run.end.get("differ", 0),
            "not_tried": len(run.end.get("not_tried", ())),
            "faults": len(run.faults),
        },
        "said": run.end.get("said", []),
        "files": {file.name: digest(file) for file in read},
        "examples": examples,
        "faults": [dict(fault) for fault in run.faults],
        "coverage": run.end.get("coverage"),
    }


def digest(file: FeatureFile) -> str:
    """Name the text of a feature file by what it says."""
    return sha256("\n".join(file.lines).encode()).hexdigest()[:16]


def write(figures: Mapping[str, Any], path: Path) -> None:
    """Write the figures, whole or not at all: a service may read them at any moment."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(figures, ensure_ascii=False) + "\n", encoding="utf-8")
    fresh.replace(path)


def read_figures(path: Path) -> dict[str, Any] | None:
    """Read the figures; None when there are none, or an older or newer release wrote them."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("form") == FORM else None


def _lines(file: FeatureFile) -> Iterator[tuple[tuple[Any, ...], int]]:
    for scenario in scenarios_of(written(file)):
        for table in scenario["tables"]:
            for row in table["rows"]:
                cells = tuple(zip(table["columns"], row["cells"], strict=True))
                yield (file.name, scenario["line"], cells), row["line"]


def _result(said: Message) -> dict[str, Any]:
    found: dict[str, Any] = {"result": _word(said["came"]), "seconds": said["seconds"]}
    found |= {key: said[key] for key in ("posted", "as_of") if key in said}
    if said["came"] != "failed":
        return found
    found |= {"steps_done": said["steps_done"], "said": said["said"]}
    if "expected" in said:
        first, *trace = [*said["got"], ""]
        found |= {"step": _step(said["said"]), "expected": said["expected"]}
        found |= {"got": first, "trace": [line for line in trace if line]}
    return found


def _step(said: str) -> str:
    """Find the step that differs: the second line of what the guards say."""
    return next(iter(said.splitlines()[1:]), "").strip()


def _word(came: str) -> str:
    return {"passed": AGREES, "failed": DIFFERS}.get(came, NOT_TRIED)
