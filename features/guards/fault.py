"""What is wrong with a promise, said so that whoever wrote it can mend it."""

from __future__ import annotations

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
    """A step that is known, with a word in it that is not; its message says which words are."""


class Differs(AssertionError):
    """The plan is not what was promised; its message says what was expected, what came and why."""
