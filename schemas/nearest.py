"""The word that was probably meant."""

from collections.abc import Collection
from difflib import get_close_matches

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V", "6": "VI"}
_ALIKE = 0.6
_LONGEST = 64


def nearest(word: object, among: Collection[str]) -> str | None:
    """
    Find which of some words was probably meant.

    Takes `true` for "yes", 3 for "III", "Left" for "left", and else what is spelled alike.

    Returns:
        One of the words; None when none is near.
    """
    if isinstance(word, bool):
        return _one_of("yes" if word else "no", among)
    if not isinstance(word, str | int) or len(str(word)) > _LONGEST:
        return None
    said = _plain(str(word))
    plain = {_plain(candidate): candidate for candidate in among}
    if said in plain:
        return plain[said]
    return _one_of(_ROMAN.get(said), among) or _alike(said, plain)


def _one_of(word: str | None, among: Collection[str]) -> str | None:
    return word if word in among else None


def _plain(word: str) -> str:
    return word.strip().casefold().replace(" ", "_").replace("-", "_").replace("'", "")


def _alike(said: str, plain: dict[str, str]) -> str | None:
    found = get_close_matches(said, plain, n=1, cutoff=_ALIKE)
    return plain[found[0]] if found else None
