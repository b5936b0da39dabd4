"""What was measured, against what it has to reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """
    One measured number.

    ``bar`` says in words what it has to reach, empty for a number that is only told; ``kept`` is
    then None.
    """

    name: str
    measured: str
    bar: str = ""
    kept: bool | None = None


def at_least(name: str, measured: float, bar: float, *, unit: str = "") -> Figure:
    """Tell a number that has to be large enough."""
    return Figure(name, _said(measured, unit), f"at least {_said(bar, unit)}", measured >= bar)


def under(name: str, measured: float, bar: float, *, unit: str = "") -> Figure:
    """Tell a number that has to be small enough."""
    return Figure(name, _said(measured, unit), f"under {_said(bar, unit)}", measured < bar)


def told(name: str, measured: float, *, unit: str = "") -> Figure:
    """Tell a number that has nothing to reach."""
    return Figure(name, _said(measured, unit))


def quantile(numbers: Sequence[float], share: float) -> float:
    """
    Tell below which number that share of them lies.

    >>> quantile([3, 1, 2, 4], 0.5)
    2
    """
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def table(figures: Iterable[Figure]) -> RenderableType:
    """Lay figures out: what, bar, measured, kept or missed."""
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column("what", ratio=1)
    grid.add_column("bar", justify="right")
    grid.add_column("measured", justify="right")
    grid.add_column("")
    for one in figures:
        grid.add_row(one.name, one.bar, one.measured, _verdict(one.kept))
    return grid


def _verdict(kept: bool | None) -> Text:
    if kept is None:
        return Text("")
    return Text("kept", style="green") if kept else Text("MISSED", style="bold red")


def _said(number: float, unit: str) -> str:
    return f"{number:,.{0 if number >= 100 else 2}f}{' ' if unit else ''}{unit}"
