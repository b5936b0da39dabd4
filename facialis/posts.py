"""Assessments as they lie in a file or come down a pipe: one by one, each of bounded size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MOST_BYTES = 64 * 1024
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Post:
    """
    What stood at one place of an input.

    ``line`` counts from 1 and is where it begins; ``raw`` its bytes without the line's end, None
    when it was longer than an assessment may be; ``size`` how many bytes of the input it took.
    """

    line: int
    raw: bytes | None
    size: int


def posts(source: BinaryIO) -> Iterator[Post]:
    """
    Read assessments, one a line (NDJSON), never holding more than one of them.

    An assessment may also be spread over lines, as editors and ``jq`` write it: its first line is
    ``{`` alone, and it ends at the next line that begins with ``}``. Blank lines after such a one
    mean nothing. What begins like that and does not end is taken line by line.
    """
    held: list[Post] = []
    spread = False
    for post in _lines(source):
        if held and (_begins_anew(post) or _size(held) + post.size > MOST_BYTES):
            yield from held
            held = []
        if not held and not _opens(post):
            if not (spread and post.raw == b""):
                yield post
            continue
        held.append(post)
        if _closes(post):
            yield _joined(held)
            held, spread = [], True
    yield from held


def _lines(source: BinaryIO) -> Iterator[Post]:
    line = 0
    while first := source.readline(MOST_BYTES + 2):
        line += 1
        size, ended = len(first), first.endswith(b"\n")
        raw = first.rstrip(b"\r\n")
        too_long = len(raw) > MOST_BYTES
        while too_long and not ended:
            if not (more := source.readline(_CHUNK)):
                break
            size, ended = size + len(more), more.endswith(b"\n")
        yield Post(line, None if too_long else raw, size)


def _opens(post: Post) -> bool:
    return post.raw is not None and post.raw.rstrip() == b"{"


def _begins_anew(post: Post) -> bool:
    return post.raw is None or post.raw.startswith(b"{")


def _closes(post: Post) -> bool:
    return post.raw is not None and post.raw.startswith(b"}")


def _size(held: list[Post]) -> int:
    return sum(post.size for post in held)


def _joined(held: list[Post]) -> Post:
    raw = b"\n".join(post.raw or b"" for post in held)
    return Post(held[0].line, raw, _size(held))
