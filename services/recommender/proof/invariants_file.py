"""The file of the invariants: its name, its shape as read, and a fault in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.recommender.engine.errors import PathwayError

FILE = "invariants.yaml"

Document = Mapping[str, Any]
"""`invariants.yaml` as read, or a part of it."""


def wrong(row: str, column: str, found: str, write: str) -> PathwayError:
    """A fault that whoever writes invariants can mend."""
    return PathwayError(file=FILE, row=row, column=column, found=found, write=write)
