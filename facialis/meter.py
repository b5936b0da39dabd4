"""How far a long run has come, on standard error and only for people."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from facialis.planned import STDIN, Planned


class Meter(Protocol):
    """Is told of each result."""

    def __call__(self, result: Planned) -> None:
        """Count it."""
        ...


@contextmanager
def meter(files: Sequence[str]) -> Iterator[Meter]:
    """
    Show how much of the files is done, while the results go elsewhere than to the terminal.

    Shows nothing where standard error is no terminal, or where standard output is one too: there
    the results themselves are to be seen.
    """
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda result: None
        return
    with _bar() as bar:
        task = bar.add_task("planning", total=_size(files), done=0, failed="")
        yield _counter(bar, task)


def _bar() -> Progress:
    # Numbers in words beside the bar: a screen reader reads them, and not the bar.
    return Progress(
        TextColumn("{task.fields[done]} planned{task.fields[failed]}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def _counter(bar: Progress, task: TaskID) -> Meter:
    done, failed = 0, 0

    def count(result: Planned) -> None:
        nonlocal done, failed
        done, failed = done + (result.plan is not None), failed + (result.plan is None)
        said = f", {failed} not" if failed else ""
        bar.update(task, advance=result.size, done=done, failed=said)

    return count


def _size(files: Sequence[str]) -> int | None:
    """Sum up the bytes to come; None where a pipe does not tell."""
    stats = [os.fstat(sys.stdin.fileno()) if file == STDIN else os.stat(file) for file in files]
    if not all(stat.S_ISREG(one.st_mode) for one in stats):
        return None
    return sum(one.st_size for one in stats)
