"""Reading assessments out of files and pipes."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facialis.posts import MOST_BYTES, posts


def read(raw: bytes) -> list[tuple[int, bytes | None]]:
    return [(post.line, post.raw) for post in posts(io.BytesIO(raw))]


def test_each_line_is_a_post_with_its_number():
    assert read(b'{"a":1}\nnonsense\n{"b":2}') == [
        (1, b'{"a":1}'),
        (2, b"nonsense"),
        (3, b'{"b":2}'),
    ]


def test_an_empty_line_is_a_line_too():
    assert read(b'{"a":1}\n\n{"b":2}\n') == [(1, b'{"a":1}'), (2, b""), (3, b'{"b":2}')]


def test_windows_line_ends_do_not_count():
    assert read(b'{"a":1}\r\n{"b":2}\r\n') == [(1, b'{"a":1}'), (2, b'{"b":2}')]


def test_an_assessment_may_be_spread_over_lines():
    spread = b'{\n  "a": 1,\n  "b": {\n    "c": 2\n  }\n}'
    assert read(spread + b"\n") == [(1, spread)]


def test_blank_lines_after_a_spread_assessment_are_passed_over():
    assert read(b'{\n "a": 1\n}\n\n\n{\n "b": 2\n}\n\n') == [
        (1, b'{\n "a": 1\n}'),
        (6, b'{\n "b": 2\n}'),
    ]


def test_a_lone_brace_before_a_whole_line_costs_only_itself():
    assert read(b'{\n{"b":2}\n') == [(1, b"{"), (2, b'{"b":2}')]


def test_a_spread_assessment_that_never_ends_is_taken_line_by_line():
    assert read(b'{\n "a": 1\n') == [(1, b"{"), (2, b' "a": 1')]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_longest_line_is_still_read(end: bytes):
    line = b"x" * MOST_BYTES
    assert read(line + end) == [(1, line)]


@pytest.mark.parametrize("over", [1, 2, 3, MOST_BYTES, 3_000_000])
def test_a_longer_line_is_passed_over_and_the_next_one_read(over: int):
    assert read(b"x" * (MOST_BYTES + over) + b'\n{"b":2}\n') == [(1, None), (2, b'{"b":2}')]


def test_a_spread_assessment_longer_than_allowed_is_taken_line_by_line():
    lines = [b"{", *[b" " + b"x" * 1000] * 100, b"}"]
    assert [raw for _, raw in read(b"\n".join(lines))] == lines


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=30))
def test_nothing_is_lost_and_no_byte_counted_twice(lines: list[bytes]):
    raw = b"".join(line + b"\n" for line in lines)
    found = list(posts(io.BytesIO(raw)))
    assert sum(post.size for post in found) <= len(raw)
    assert [post.line for post in found] == sorted({post.line for post in found})
    if not any(line.strip(b"\r").rstrip() == b"{" for line in lines):
        assert [post.raw for post in found] == [line.rstrip(b"\r") for line in lines]
