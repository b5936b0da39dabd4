"""Inputs → results, one for each assessment in them, in order and one at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bus.running import describe
from facialis import problem
from facialis.posts import Post, posts
from schemas.faults import Refused
from schemas.strict_json import NotJson

STDIN = "-"

Plan = Callable[[bytes], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of one post: a plan, or the problem instead; ``size`` in bytes read."""

    file: str
    line: int
    size: int
    plan: Mapping[str, Any] | None = None
    problem: Mapping[str, Any] | None = None


def planned(files: Sequence[str], plan: Plan) -> Iterator[Planned]:
    """
    Plan every assessment in the files, ``-`` being standard input.

    Holds one assessment at a time. Nothing that stands in a file stops the run.

    Raises:
        OSError: a file cannot be opened or read.
    """
    for file in files:
        with _opened(file) as source:
            for post in posts(source):
                yield _planned(file, post, plan)


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
        return
    with Path(file).open("rb") as source:
        yield source


def _planned(file: str, post: Post, plan: Plan) -> Planned:
    try:
        if post.raw is None:
            return Planned(file, post.line, post.size, problem=problem.too_long())
        if not post.raw.strip():
            return Planned(file, post.line, post.size, problem=problem.empty())
        return Planned(file, post.line, post.size, plan=plan(post.raw))
    except (NotJson, Refused) as fault:
        found = problem.not_planned(fault)
    except Exception as bug:  # Our own fault in one assessment must not cost all the others.
        found = problem.our_fault(describe(bug))
    return Planned(file, post.line, post.size, problem=found)
