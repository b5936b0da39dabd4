"""Look through every feature file of a folder before any of them is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from features.guards import endings, names, outlines, swallowed, tags
from features.guards.fault import Fault
from features.guards.feature_file import FeatureFile
from features.guards.keywords import every_word_for
from features.guards.reading import Unreadable, read
from features.guards.vocabulary import speaks

_READ = {".feature"}
_BESIDE = {".py", ".md", ".yaml", ".pyc"}
_ENOUGH = 4096  # bytes in which the first line that says something stands
_FEATURE_WORDS = every_word_for("feature")


@dataclass(frozen=True, slots=True)
class Checked:
    """
    One file of a folder, looked through.

    Attributes:
        path: where it lies.
        name: what messages call it.
        file: the file as read; None when it cannot be.
        faults: what must be mended before anything in it is run; in order of lines.
    """

    path: Path
    name: str
    file: FeatureFile | None
    faults: tuple[Fault, ...]


def check_folder(folder: Path, *, root: Path) -> list[Checked]:
    """
    Look through a folder with all its folders.

    Args:
        folder: where the feature files lie, and beside them `tags.md`, the list of tags.
        root: the project's folder, from which messages name files.
    """
    known = tags.published(folder / "tags.md")
    found = [check_file(path, root=root, known=known) for path in sorted(folder.rglob("*.feature"))]
    return [*found, *_unread(folder, root)]


def check_file(path: Path, *, root: Path, known: dict[str, str]) -> Checked:
    """Look through one file; `known` are the tags that it may use."""
    name = path.relative_to(root).as_posix()
    try:
        file = read(path, root=root)
    except Unreadable as broken:
        return Checked(path, name, None, tuple(broken.faults))
    return Checked(path, name, file, tuple(sorted(_faults(file, known))))


def _faults(file: FeatureFile, known: dict[str, str]) -> Iterator[Fault]:
    yield from swallowed.faults(file, speaks=speaks)
    yield from names.faults(file)
    yield from endings.faults(file)
    yield from outlines.faults(file)
    yield from tags.faults(file, known=known)


def _unread(folder: Path, root: Path) -> Iterator[Checked]:
    for path in sorted(folder.rglob("*")):
        if _looks_like_one(path):
            name = path.relative_to(root).as_posix()
            fault = Fault(name, 1, "This file is not read.", mend="Its name must end in .feature")
            yield Checked(path, name, None, (fault,))


def _looks_like_one(path: Path) -> bool:
    if path.suffix in _READ | _BESIDE or not path.is_file():
        return False
    return "feature" in path.name.casefold() or _begins_like_one(path)


def _begins_like_one(path: Path) -> bool:
    with path.open("rb") as file:
        beginning = file.read(_ENOUGH).decode("utf-8", "replace")
    lines = (line.strip() for line in beginning.splitlines())
    first = next((line for line in lines if line and line[0] not in "#@"), "")
    return first.partition(":")[0] in _FEATURE_WORDS
