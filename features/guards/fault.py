"""What is wrong with a promise, said so that whoever wrote it can mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """
    One thing in a feature file that would let it be green without having been checked.

    Attributes:
        file: the feature file, from the project's folder.
        line: the line, counted from 1.
        what: what is wrong, a sentence.
        typed: the line as it was typed; empty when no single line is meant.
        mend: what to write instead, a sentence or several lines.
    """

    file: str
    line: int
    what: str
    typed: str = ""
    mend: str = ""

    def __str__(self) -> str:
        typed = f"    {self.typed.strip()}" if self.typed.strip() else ""
        mend = "\n".join(f"  {line}" for line in self.mend.splitlines())
        return "\n".join(filter(None, (f"{self.file}:{self.line}: {self.what}", typed, mend)))


class Misread(Exception):
    """
    A step that is known, with a word in it that is not.

    Attributes:
        what: what is wrong, a sentence.
        mend: what to write instead; empty when `what` says it.
        row: of the table under the step, 0 for its first; None when the step itself is meant.
    """

    def __init__(self, what: str, mend: str = "") -> None:
        super().__init__(f"{what} {mend}".strip())
        self.what, self.mend = what, mend
        self.row: int | None = None


@contextmanager
def in_row(row: int) -> Iterator[None]:
    """Say of whatever is misread meanwhile that it stands in that row of the table."""
    try:
        yield
    except Misread as misread:
        misread.row = row if misread.row is None else misread.row
        raise


class Differs(AssertionError):
    """
    The plan is not what was promised; its message says what was expected, what came and why.

    Attributes:
        expected: what was promised; empty when nobody took the message apart.
        got: what came, and below it why, a line each, whatever the width of the terminal.
    """

    def __init__(self, message: str, *, expected: str = "", got: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.expected, self.got = expected, tuple(got)
