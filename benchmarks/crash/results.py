"""What all runs came to, a line each in a file that is added to and never rewritten."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.crash.runs import Run

RESULTS = Path(".crash/results.jsonl")
GOALS = {"embedded": 800, "kafka": 200}
"""How many processes are to be killed in all, for each way to run the line."""

BROKER_KILLS = 20
"""How many of those of the Kafka line are to be the broker."""


def read_results(path: Path = RESULTS) -> list[Run]:
    """Read the runs up to now; none when there is no file."""
    if not path.exists():
        return []
    return [Run(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def add_result(run: Run, path: Path = RESULTS) -> None:
    """Add a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(run), ensure_ascii=False) + "\n")


def killed(runs: Sequence[Run], line: str, process: str = "") -> int:
    """Count the processes killed in the runs of one line; only those of a name, where given."""
    return sum(
        number
        for run in runs
        if run.line == line
        for how, number in run.kills.items()
        if how.startswith(process)
    )


def missing(runs: Sequence[Run], line: str) -> int:
    """Tell how many are still to be killed."""
    left = GOALS[line] - killed(runs, line)
    if line == "kafka":
        left = max(left, BROKER_KILLS - killed(runs, line, "broker"))
    return max(0, left)
