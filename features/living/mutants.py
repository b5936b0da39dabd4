"""The slips of the hand in the tables that nobody noticed, as `make mutants` left them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

LEFT = Path(__file__).parents[1] / "coverage" / "mutants.json"

MOVED = "threshold moved"


def survivors(digest: str, path: Path = LEFT) -> dict[str, Any] | None:
    """
    Read what `make mutants` left.

    Args:
        digest: of the tables in use.

    Returns:
        `tried`, `equal` (proved to change nothing), `noticed`, `thresholds` and `others` (each with
        `name` and `example`), and `current`: whether it was tried on these tables. None when it
        was never run to its end.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    listed = [{"name": one["name"], "example": one["example"]} for one in found["listed"]]
    kinds = [one["kind"] for one in found["listed"]]
    moved = [one for one, kind in zip(listed, kinds, strict=True) if kind == MOVED]
    return {
        "digest": found["digest"],
        "current": digest.startswith(found["digest"]),
        "tried": found["tried"],
        "equal": found["equal"],
        "noticed": found["tried"] - found["equal"] - len(listed),
        "thresholds": moved,
        "others": [one for one in listed if one not in moved],
    }
