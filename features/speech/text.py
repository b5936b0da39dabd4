"""Text as it was typed, made plain, whatever a word processor put in."""

from __future__ import annotations

import re

_TYPED_OTHERWISE = str.maketrans({"\u2019": "'", "\u2018": "'", "“": '"', "”": '"', "\u00a0": " "})
_ARTICLE = re.compile(r"^(?:a|an|the)\s+", re.IGNORECASE)
# Not within brackets: "swallowing nerves (IX, X)" is one.
_AND = re.compile(r"(?:\s*,\s*(?:and\s+)?|\s+and\s+)(?![^()]*\))", re.IGNORECASE)


def plain(typed: str) -> str:
    """Make curly quotes straight and every run of blanks one blank."""
    return " ".join(typed.translate(_TYPED_OTHERWISE).split())


def spoken(code: str) -> str:
    """Say a code as words: `nerve_graft` is `nerve graft`."""
    return code.replace("_", " ")


def key(typed: str) -> str:
    """Keep what two ways of typing the same thing share: no case, no article, no dashes."""
    return _ARTICLE.sub("", plain(typed)).casefold().replace("_", " ").replace("-", " ")


def listed(typed: str) -> list[str]:
    """Take a list apart: `arm, speech and gaze`."""
    return [part for part in _AND.split(plain(typed)) if part]
