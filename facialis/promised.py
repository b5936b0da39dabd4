"""The promises for the pages of a running line, read when somebody first asks for them."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from facialis.trouble import Trouble

if TYPE_CHECKING:
    from features.living.document import Document

FOLDER = "promises"
"""Within the data folder: the living document, and the figures of the last run."""

_LOOK_AGAIN_S = 2.0


def unusable(path: Path, broken: OSError) -> Trouble:
    """Say that nothing can be kept in a folder, and where else."""
    why = f"The document cannot be kept in {path}: {broken.strerror}."
    return Trouble(why, mend="Another folder: facialis features --to DIR")


def promised(data: Path, *, digest: str) -> Promised:
    """
    Give the living document of a data folder.

    Args:
        digest: of the tables in use.
    """
    return Promised(data / FOLDER, digest=digest)


class Promised:
    """
    The living document of this machine.

    Nothing of the promises is loaded before the first question, so that a line starts as fast
    without anybody who asks. Feature files and figures may change while it runs.

    Args:
        folder: where `facialis features` leaves its figures.
        digest: of the tables in use.
    """

    def __init__(self, folder: Path, *, digest: str) -> None:
        self._folder, self._digest = folder, digest
        self._lock = Lock()
        self._looked_s = 0.0
        self._state: object = None
        self._document: Document | None = None

    @property
    def front(self) -> Mapping[str, Any]:
        """What stands at the front: the last run, and every feature with its counts."""
        return self._now().front

    @property
    def coverage(self) -> Mapping[str, Any] | None:
        """What no example visits; None when not all of them were run here yet."""
        return self._now().coverage

    def feature(self, name: str) -> Mapping[str, Any] | None:
        """One feature with the result of each example; None when there is none."""
        return self._now().feature(name)

    def row(self, row: str) -> Mapping[str, Any] | None:
        """What guards a row of the tables; None when nothing has to do with it."""
        return self._now().row(row)

    def guarding(self, row: str) -> int:
        """Count the examples that guard a row."""
        return self._now().guarding(row)

    def _now(self) -> Document:
        with self._lock:
            document = self._document
            if document is None or time.monotonic() - self._looked_s > _LOOK_AGAIN_S:
                document = self._document = self._as_it_is(document)
                self._looked_s = time.monotonic()
            return document

    def _as_it_is(self, document: Document | None) -> Document:
        from features.living.asked import FEATURES
        from features.living.document import Document, feature_files
        from features.living.figures import NAME, read_figures

        figures = self._folder / NAME
        state = tuple(_stamps([figures, *sorted(FEATURES.rglob("*.feature"))]))
        if document is not None and state == self._state:
            return document
        self._state = state
        return Document(feature_files(), read_figures(figures), digest=self._digest)


def _stamps(paths: list[Path]) -> Iterator[tuple[str, int, int]]:
    for path in paths:
        if path.exists():
            seen = path.stat()
            yield str(path), seen.st_mtime_ns, seen.st_size
