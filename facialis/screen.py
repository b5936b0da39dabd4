"""The terminal: how wide it is, whether it has colour, and plain text where it is none."""

from __future__ import annotations

from io import TextIOWrapper
from typing import TextIO

from rich.console import Console, RenderableType

WIDEST = 100
"""Columns; longer lines are hard to read."""


def console(file: TextIO | None = None) -> Console:
    """
    Open a terminal, or what stands in for one.

    NO_COLOR, FORCE_COLOR, COLUMNS and TERM=dumb are respected; a file gets plain text.
    """
    screen = Console(file=file, highlight=False, markup=False, emoji=False)
    screen.width = min(screen.width, WIDEST)
    return screen


def show(screen: Console, *what: RenderableType) -> None:
    """Print what was laid out, without blanks at the ends of its lines."""
    with screen.capture() as captured:
        screen.print(*what, sep="\n")
    file = screen.file
    file.writelines(line.rstrip() + "\n" for line in captured.get().splitlines())
    file.flush()


def plain_streams(*streams: TextIO) -> None:
    """Let a terminal that cannot show a letter show a question mark, and not stop us."""
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
