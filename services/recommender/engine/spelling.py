"""Spelling: the word that an author of tables probably meant."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

_MOST_LISTED = 20
"""Words that a sentence still lists when none of them is near."""


def did_you_mean(word: str, known: Iterable[str], places: Mapping[str, str] | None = None) -> str:
    """
    Name the nearest of some words, or, when none is near, all of them.

    Args:
        places: word → where it stands, for words that the tables define themselves: it may be
            there that it is misspelt.

    >>> did_you_mean("protekt", ("emergency", "protect"))
    'Did you mean protect?'
    >>> did_you_mean("x", ("yes", "no"))
    'Write one of yes, no.'
    """
    words = list(known)
    near = get_close_matches(word, words, n=1)
    if near:
        place = (places or {}).get(near[0])
        return f"Did you mean {near[0]}?" + (f" It stands in {place}." if place else "")
    more = ", …" if len(words) > _MOST_LISTED else "."
    return f"Write one of {', '.join(words[:_MOST_LISTED])}{more}"


def perhaps(word: str, known: Iterable[str]) -> str:
    """
    The end of a sentence that names the nearest of some words; empty when none is near.

    >>> perhaps("modrate", ("mild", "moderate")), perhaps("x", ("mild", "moderate"))
    ('; did you mean moderate?', '')
    """
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""
