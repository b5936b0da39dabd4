"""What became of posts while the broker was away, run by run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

AWAY_RESULTS = Path(".crash/broker_away.jsonl")


@dataclass(frozen=True, slots=True)
class Away:
    """
    What became of the posts around an outage.

    ``statuses`` counts the answers; ``p99_ms`` is of the posts from when they were due, those
    during the outage too; ``drained_s`` is from the broker's return until every post was planned.
    """

    at: str
    away_s: float
    per_second: float
    posts: int
    statuses: Mapping[str, int]
    p99_ms: float
    drained_s: float
    repeats: int
    faults: Sequence[str]

    @property
    def well(self) -> bool:
        """Whether every post got its 202, and all that belongs to it."""
        return not self.faults and set(self.statuses) == {"202"}


def add_away(done: Away, path: Path = AWAY_RESULTS) -> None:
    """Add a run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(done)) + "\n")


def read_away(path: Path = AWAY_RESULTS) -> list[Away]:
    """Read the runs up to now; none when there is no file."""
    if not path.exists():
        return []
    return [Away(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
