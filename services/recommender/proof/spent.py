"""Time spent: how long each kind of claim took, in seconds of a processor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from time import process_time
from typing import TypeVar

Found = TypeVar("Found")

KINDS = {
    "one plan": "invariants, rows, places reached, rows that speak together",
    "cells": "whether each tells",
    "blanks": "U1, U2 and U3: a plan before and after an answer",
    "two assessments": "relations between their plans",
}
"""Kinds of claims, and what belongs to each."""


@dataclass(frozen=True, slots=True)
class Spent:
    """
    What one task took.

    Attributes:
        kind: one of `KINDS`.
        seconds: of a processor; others may have worked beside it.
    """

    kind: str
    seconds: float


def timed(kind: str, task: Callable[[], Iterable[Found]]) -> Callable[[], Iterator[Found | Spent]]:
    """A task that tells, last, how long it took."""

    def doing() -> Iterator[Found | Spent]:
        began = process_time()
        found = list(task())
        took = process_time() - began
        yield from found
        yield Spent(kind, took)

    return doing
