"""The few shapes that a page is made of: hanging lines, labelled lines, headings, signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from services.review.present.words import Sign

QUIET = "dim"
LABEL_WIDTH = 15

_SHAPES = {"triangle": "▲", "diamond": "◆", "circle": "●", "ring": "○", "tick": "✓"}
_TONES = {
    "alarm": "bold white on red",
    "critical": "bold red",
    "warning": "bold yellow",
    "info": "bold cyan",
    "plain": "bold",
}


def tag(sign: Sign) -> Text:
    """Show a sign as shape, word and colour, so that none of them has to carry it alone."""
    text = f" {_SHAPES.get(sign.shape, '·')} {sign.word.upper()} "
    return Text(text, style=_TONES.get(sign.tone, "bold"))


def shape(sign: Sign) -> Text:
    """Show a sign's shape and colour before a text that says the rest."""
    return Text(_SHAPES.get(sign.shape, "·"), style=_TONES.get(sign.tone, "bold"))


def hanging(mark: Text | str, body: RenderableType) -> RenderableType:
    """Put a mark before a body whose further lines stay clear of it."""
    mark = Text(mark) if isinstance(mark, str) else mark
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=mark.cell_len, no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(mark, body)
    return grid


def labelled(rows: Iterable[tuple[str, RenderableType]]) -> RenderableType:
    """Set short labels in a column of their own, each once, and what they say beside them."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=LABEL_WIDTH, no_wrap=True, style=QUIET)
    grid.add_column(ratio=1)
    last = ""
    for name, body in rows:
        grid.add_row("" if name == last else name, body)
        last = name
    return grid


def heading(name: str, *, style: str = "bold") -> RenderableType:
    """Begin a part of the page: its name in capitals and a line to the edge."""
    return line_after(name.upper(), style=style)


def line_after(name: str, *, style: str = "bold") -> RenderableType:
    """Name what follows, as it is written, with a line to the edge."""
    rule = Rule(Text(name, style=style), align="left", characters="─", style=QUIET)
    return Padding(rule, (1, 0, 0, 0))


def joined(parts: Sequence[str], *, style: str = "") -> Text:
    """Set short facts in a row; an empty one is nothing."""
    return Text(" · ".join(filter(None, parts)), style=style)


def stacked(parts: Iterable[RenderableType | None]) -> Group:
    """Put parts under each other; None is nothing."""
    return Group(*(part for part in parts if part is not None))


def indented(body: RenderableType, *, by: int = 2) -> RenderableType:
    """Move a body in; by 2 it stands below what follows a mark."""
    return Padding(body, (0, 0, 0, by))


def apart(body: RenderableType) -> RenderableType:
    """Leave a line free above a body, and a column beside it."""
    return Padding(body, (1, 0, 0, 1))
