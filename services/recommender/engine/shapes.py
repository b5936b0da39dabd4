"""Shapes: what a part of a table may look like, and the sentence for what looks otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.recommender.engine.amounts import amount
from services.recommender.engine.errors import PathwayError
from services.recommender.engine.spelling import did_you_mean

Shape = Callable[[Any], None]
"""Passes over a part that looks as it should; raises Misfit for any other."""


class Misfit(Exception):
    """
    A part that does not look as it should; whoever holds the part adds where it stands.

    Attributes:
        path: keys and names that lead to it, each with whether it names an entry.
    """

    def __init__(self, found: str, write: str, *, line: int | None = None) -> None:
        super().__init__(found)
        self.found, self.write, self.line = found, write, line
        self.path: list[tuple[str, bool]] = []

    def under(self, key: str, line: int | None, *, names: bool = False) -> Misfit:
        """The same, in what stands under a key, or in the entry that a key or id names."""
        self.line = self.line or line
        self.path.insert(0, (key, names))
        return self


def check(file: str, document: Any, shape: Shape) -> None:
    """
    See that a file looks as it should.

    Raises:
        PathwayError: with the line of what does not, and what to write; mended by its author.
    """
    try:
        shape(document)
    except Misfit as misfit:
        row, column = _place(misfit.path)
        raise PathwayError(
            file=file,
            line=misfit.line,
            row=row,
            column=column,
            found=misfit.found,
            write=misfit.write,
        ) from misfit


def _place(path: Sequence[tuple[str, bool]]) -> tuple[str, str]:
    """The outermost entry that has a name, and the keys that lead on from it."""
    words = [word for word, _ in path]
    rows = [at for at, (_, names) in enumerate(path) if names]
    row, begin = (words[rows[0]], rows[0] + 1) if rows else ("", 0)
    return row, ".".join(words[begin:])


def line_of(document: object, key: object = None) -> int | None:
    """The line of a mapping or list, or of a key or place in it, where its reader kept it."""
    lines = getattr(document, "line_of", None)
    if lines is not None and key is not None:
        try:
            return int(lines[key])
        except (KeyError, IndexError):
            pass
    line = getattr(document, "line", None)
    return line if isinstance(line, int) else None


# -- plain values ----------------------------------------------------------------------------------


def text(found: Any) -> None:
    """A text of its own, not empty."""
    if not isinstance(found, str) or not found.strip():
        raise Misfit(_said(found), "Write a text.")


def day(found: Any) -> None:
    """A date: 2026-11-22."""
    text(found)
    try:
        date.fromisoformat(found)
    except ValueError as error:
        raise Misfit(repr(found), "Write a date, as 2026-11-22.") from error


def whole_number(found: Any) -> None:
    """A whole number, in digits."""
    text(found)
    if not found.isdecimal():
        raise Misfit(repr(found), "Write a whole number.")


def one_of(words: Iterable[str], places: Mapping[str, str] | None = None) -> Shape:
    """One of these words; `places` says where those are written that the tables define."""
    known = tuple(words)
    among = frozenset(known)

    def shape(found: Any) -> None:
        text(found)
        if found not in among:
            raise Misfit(repr(found), did_you_mean(found, known, places))

    return shape


def beginning(start: str) -> Shape:
    """A word that begins so."""

    def shape(found: Any) -> None:
        text(found)
        if not found.startswith(start):
            raise Misfit(repr(found), f"Begin it with {start}")

    return shape


def time_of(windows: Mapping[str, str]) -> Shape:
    """An amount of time, 72 h, or the name of a window."""

    def shape(found: Any) -> None:
        text(found)
        try:
            amount(found, unit="hours", windows=windows)
        except ValueError as error:
            raise Misfit(repr(found), f"{error}.") from error

    return shape


# -- parts with parts ------------------------------------------------------------------------------


def listed(shape: Shape, *, least: int = 0) -> Shape:
    """A list of such; what goes wrong in an entry with an id is told under its id."""

    def every(found: Any) -> None:
        if not isinstance(found, list) or len(found) < least:
            raise Misfit(_said(found), "Write a list: [ … ].", line=line_of(found))
        for at, one in enumerate(found):
            try:
                shape(one)
            except Misfit as misfit:
                raise _in_entry(misfit, one, line_of(found, at)) from None

    return every


def _in_entry(misfit: Misfit, entry: Any, line: int | None) -> Misfit:
    name = entry.get("id") if isinstance(entry, Mapping) else None
    misfit.line = misfit.line or line
    return misfit.under(str(name), line, names=True) if name else misfit


def distinct(shape: Shape, key: str) -> Shape:
    """A list of such, no two of which say the same under a key."""
    several = listed(shape)

    def every(found: Any) -> None:
        several(found)
        seen: dict[str, int | None] = {}
        for one in found:
            line = line_of(one, key)
            if one[key] in seen:
                twice = f"{one[key]!r} twice; line {seen[one[key]]} has it already"
                raise Misfit(twice, f"Give each {key} once.", line=line).under(key, line)
            seen[one[key]] = line

    return every


def exactly_one(shape: Shape, keys: Sequence[str]) -> Shape:
    """Such a mapping with exactly one of these keys."""

    def every(found: Any) -> None:
        shape(found)
        there = [key for key in keys if key in found]
        if len(there) != 1:
            write = f"Write exactly one of {', '.join(keys)}."
            raise Misfit(" and ".join(there) or "none of what it needs", write, line=line_of(found))

    return every


def one_or_listed(shape: Shape) -> Shape:
    """One such, or a list of them."""
    several = listed(shape)
    return lambda found: several(found) if isinstance(found, list) else shape(found)


def text_or(shape: Shape) -> Shape:
    """A text, or what has parts."""
    return lambda found: text(found) if isinstance(found, str) else shape(found)


def parts(shapes: Mapping[str, Shape]) -> Shape:
    """A mapping with these keys and no other; one that ends in `?` may be left out."""
    known = {key.rstrip("?"): shape for key, shape in shapes.items()}
    needed = [key for key in shapes if not key.endswith("?")]

    def every(found: Any) -> None:
        _each(found, lambda key: known.get(key), lambda key: did_you_mean(key, known))
        for key in needed:
            if key not in found:
                raise Misfit(f"no {key}", "Write it.", line=line_of(found)).under(key, None)

    return every


def named(shape: Shape, names: Shape = text) -> Shape:
    """A mapping from names to such."""

    def every(found: Any) -> None:
        for name, value in _entries(found):
            try:
                names(name)
                shape(value)
            except Misfit as misfit:
                raise misfit.under(name, line_of(found, name), names=True) from None

    return every


def _each(found: Any, shape_of: Callable[[str], Shape | None], hint: Callable[[str], str]) -> None:
    for key, value in _entries(found):
        shape = shape_of(key)
        try:
            if shape is None:
                raise Misfit("a word that nothing reads", hint(key))
            shape(value)
        except Misfit as misfit:
            raise misfit.under(key, line_of(found, key)) from None


def _entries(found: Any) -> Iterable[tuple[str, Any]]:
    if not isinstance(found, Mapping):
        raise Misfit(_said(found), "Write names, each with what it says: { … }.")
    return found.items()


def _said(found: Any) -> str:
    if isinstance(found, str):
        return repr(found) if found.strip() else "nothing"
    return "names, each with what it says" if isinstance(found, Mapping) else "a list"
