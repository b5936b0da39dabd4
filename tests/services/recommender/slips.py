"""Slips of the pen in a table: each word of a YAML text with its place, and one misspelt."""

from typing import NamedTuple

import yaml

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Written(NamedTuple):
    """A key or a value; the path of keys that leads to it, with None for an entry of a list."""

    path: tuple[str | None, ...]
    word: str
    line: int
    start: int
    end: int


def keys(text):
    """Every key, at every depth."""
    yield from _words(text, of_keys=True)


def values(text):
    """Every value that is a word, a number or a text."""
    yield from _words(text, of_keys=False)


def misspelt(word):
    """Two letters near the middle change places; in a short word the last one is doubled."""
    middle = len(word) // 2
    for at in (*range(middle, len(word) - 1), *range(middle)):
        first, second = word[at], word[at + 1]
        if len(word) > 3 and first != second and first.isalpha() and second.isalpha():
            return word[:at] + second + first + word[at + 2 :]
    return word + word[-1]


def with_slip(text, written, wrong):
    """The text with another word in the place of one."""
    there = text[written.start : written.end]
    assert written.word in there
    return text[: written.start] + there.replace(written.word, wrong, 1) + text[written.end :]


def _words(text, *, of_keys):
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for path, node, is_key in _nodes(yaml.compose(text, Loader=LOADER), ()):
        if is_key == of_keys:
            first, last = node.start_mark, node.end_mark
            ends = starts[first.line] + first.column, starts[last.line] + last.column
            yield Written(path, node.value, first.line + 1, *ends)


def _nodes(node, path):
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key, True
            yield from _nodes(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _nodes(entry, (*path, None))
    else:
        yield path, node, False
