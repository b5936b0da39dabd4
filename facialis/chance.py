"""Where a process takes the time, and names for what has none yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from facialis import clock

CLIENT = "ehr"
"""Whose key the line's key is."""


@dataclass(frozen=True, slots=True)
class Chance:
    """
    What differs from run to run.

    Attributes:
        now: tells the moment, aware, UTC.
        new_id: makes a UUID as text, a new one each time.
    """

    now: Callable[[], datetime] = clock.now
    new_id: Callable[[], str] = clock.new_id
