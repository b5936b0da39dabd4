"""
Passages: the runs of a body's text that come from the tables and repeat from patient to patient.

Pure. A text is cut into pieces that, joined, are the text again, whatever it holds. In folded text
each passage is a mark with its number, so that what remains is a patient's own: the findings as
assessed, the dates, the headline, and which passages stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Pieces = list[bytes]
"""A text in pieces, every second one a passage: own, passage, own, … own."""

MOST = 0xFFFFFF
"""The number that no passage has; it stands for the mark itself, should a text hold one."""

MARK_BYTES = 4

_MARK = b"\x01"
_MARKED = re.compile(rb"\x01(...)", re.DOTALL)

_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_CODE = rb'"[^"\\]*+"'
_CODES = rb'\[(?:"[^"\\]*+",?)*+\]'
_REASON = rb'row":' + _CODE + rb',"text":' + _TEXT
_NEAREST = rb'"nearest":\[(?:\{"finding":' + _CODE + rb',"to":' + _CODES + rb"\},?)*+\]"
_PREREQUISITE = rb'\{"text":' + _TEXT + rb'(?:,"intervention":' + _CODE + rb")?\},?"
_CAUTION = rb'\{"text":' + _TEXT + rb',"findings":\{\}\},?'

# Each is what follows the quote of its first key, in the order in which the recommender writes
# keys. Another order, or a key between them, only makes a body larger.
_KINDS = (
    # left out or offered, with the first reason where it follows at once
    rb'intervention":' + _CODE + rb',"kind":' + _CODE + rb',"because":\[\{"' + _REASON,
    rb'intervention":' + _CODE + rb'(?:,"family":' + _CODE + rb')?,"title":' + _TEXT,
    rb'id":' + _CODE + rb',"archetype":' + _CODE + rb',"title":' + _TEXT
    + rb',"main":(?:true|false),"because":\[\{"' + _REASON,
    _REASON,
    rb'sources":' + _CODES + rb"\}(?:\]," + _NEAREST + rb")?",
    # what goes with an item
    rb'to":' + _CODES + rb',"with":' + _CODES + rb',"after":' + _CODES
    + rb'(?:,"part_of":' + _CODE + rb')?,"backup":' + _CODES + rb',"aims":' + _CODES
    + rb'(?:,"zone":' + _CODE + rb')?,"prerequisites":\[(?:' + _PREREQUISITE
    + rb')*+\],"cautions":\[(?:' + _CAUTION + rb")*+",
    rb'stage":' + _CODE + rb',"title":' + _TEXT + rb',"entry":' + _TEXT
    + rb',"succeeds_when":' + _TEXT + rb',"escalates_when":' + _TEXT
    + rb',"reassess_in_days":\d+,"responsible":' + _TEXT,
    # questions and their answers
    rb'finding":' + _CODE + rb',"text":' + _TEXT + rb',"why":' + _TEXT,
    rb'value":[^{}]*?(?=,"adds")',
    rb'citation":' + _TEXT + rb'(?:,"doi":' + _TEXT + rb')?,"year":' + _TEXT
    + rb',"status":' + _TEXT,
    rb'code":' + _CODE + rb',"text":' + _TEXT + rb'(?:,"urgency":' + _CODE + rb")?",
    rb'cause":' + _CODE + rb',"text":' + _TEXT,
    rb'text":' + _TEXT,
)  # fmt: skip
_PASSAGE = re.compile(rb'("(?:' + rb"|".join(_KINDS) + rb"))")

# A sentence with a date in it is about one patient, whoever wrote it into a table's place.
_DATED = re.compile(rb"\d{4}-\d{2}-\d{2}|\d{1,2}-[A-Z][a-z]{2}-\d{4}")


def cut(text: bytes) -> Pieces:
    """
    Cut a text into its own pieces and its passages.

    >>> cut(b'{"cause":"lyme","text":"Think of ticks."}')
    [b'{', b'"cause":"lyme","text":"Think of ticks."', b'}']
    """
    # JSON has no such byte; a text that has one stays in one piece.
    return [text] if _MARK in text else _PASSAGE.split(text)


def passages_in(pieces: Pieces) -> set[bytes]:
    """Give the passages among the pieces, each once."""
    return set(pieces[1::2])


def is_shared(passage: bytes) -> bool:
    """Tell whether a passage may be kept for all: it speaks of no day."""
    return _DATED.search(passage) is None


def mark_of(number: int) -> bytes:
    """
    Write what stands in folded text for the passage of that number.

    >>> mark_of(7)
    b'\\x01\\x00\\x00\\x07'
    """
    return _MARK + number.to_bytes(MARK_BYTES - 1, "big")


def fold(pieces: Pieces, marks: Mapping[bytes, bytes]) -> bytes:
    """Write the text with a mark for each passage that has one; the others stand as they are."""
    if len(pieces) == 1:
        return pieces[0].replace(_MARK, mark_of(MOST))
    folded = pieces.copy()
    folded[1::2] = [marks.get(passage, passage) for passage in pieces[1::2]]
    return b"".join(folded)


def numbers_in(folded: bytes) -> set[int]:
    """Name the passages that a folded text needs to be read."""
    return {_number(marked) for marked in _MARKED.findall(folded)} - {MOST}


def unfold(folded: bytes, passages: Mapping[int, bytes]) -> bytes:
    """
    Give back the text that ``fold`` took, byte by byte.

    Raises:
        KeyError: a passage that it needs is not there; the store is damaged.
    """
    return _MARKED.sub(lambda found: _held(passages, _number(found[1])), folded)


def _held(passages: Mapping[int, bytes], number: int) -> bytes:
    return _MARK if number == MOST else passages[number]


def _number(written: bytes) -> int:
    return int.from_bytes(written, "big")
