"""Shows how many a long command has done, on standard error and only for people."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, TextColumn


@contextmanager
def counting(what: str, *, in_all: bool = False) -> Iterator[Callable[[int], None]]:
    """
    Give what is told of the count; it shows nothing where standard error is no terminal.

    Args:
        what: what is counted and done to it, as in "events read".
        in_all: whether each number told is how many there are in all, and not how many more.
    """
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    words = TextColumn(f"{{task.completed}} {what}")
    with Progress(words, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        if in_all:
            yield lambda count: bar.update(task, completed=count)
        else:
            yield lambda count: bar.advance(task, count)
