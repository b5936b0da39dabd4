"""What was asked for, as it is typed after `facialis features`, and the run that it means."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from features.guards.nearest import did_you_mean

FEATURES = Path(__file__).parents[1]
ROOT = FEATURES.parent

MOST_WORKERS = 4
_FEATURE = re.compile(r"(?P<file>.+\.feature)(?P<line>:\d+)?\Z")
_SELECTS = ("-k", "-m", "-x", "--maxfail", "--deselect", "--lf", "--last-failed", "--sw")
_LOADED = ("pytest_bdd.plugin", "xdist.plugin", "features.plugins")


class NoSuchFeature(Exception):
    """A feature file was named that is not there; its message names the nearest."""


@dataclass(frozen=True, slots=True)
class Asked:
    """
    What was asked for.

    Attributes:
        only: the feature files, or lines of them, that were chosen: `features/eye.feature:12`.
        words: all other words, for pytest.
    """

    only: tuple[str, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: Sequence[str], *, here: Path | None = None) -> Asked:
        """
        Read the words after the command.

        Args:
            here: the folder in which they were typed.

        Raises:
            NoSuchFeature: a feature file was named that is not there.
        """
        words = list(_with_endings(typed))
        only = [_named(word, here or Path.cwd()) for word in words if _FEATURE.match(word)]
        return cls(tuple(only), tuple(word for word in words if not _FEATURE.match(word)))

    @property
    def chooses(self) -> bool:
        """Whether not all promises were asked for."""
        return bool(self.only) or any(it.startswith(_SELECTS) or "::" in it for it in self.words)

    @property
    def in_words(self) -> str:
        """Say what was chosen, as it was typed."""
        return " ".join([*self.only, *self.words])

    def command(self, *, stream: str, kept: Path) -> list[str]:
        """
        Give the command that runs them in a process of its own.

        Args:
            stream: where its messages go.
            kept: the folder in which pytest may remember what failed last.
        """
        # -P: the folder in which somebody stands has nothing to do with what is imported.
        command = [sys.executable, "-P", "-m", "pytest", f"--rootdir={ROOT}"]
        command += ["-c", str(FEATURES / "promises.ini"), "-o", f"cache_dir={kept.resolve()}"]
        command += ["--noconftest", "--stream", stream]
        command += [word for plugin in _LOADED for word in ("-p", plugin)]
        command += [] if self._says_how_many() else ["-n", str(self._workers())]
        command += [f"--only={name}" for name in self.only]
        folder = [] if any("::" in word for word in self.words) else [str(FEATURES)]
        return [*command, *folder, *self.words]

    def environ(self) -> dict[str, str]:
        """Give the environment: only the plugins that are named are loaded."""
        return {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    def _says_how_many(self) -> bool:
        return any(word.startswith(("-n", "--numprocesses")) for word in self.words)

    def _workers(self) -> int:
        # A few examples are done before a second process has loaded the tables.
        return 0 if self.chooses else min(os.cpu_count() or 1, MOST_WORKERS)


def _with_endings(typed: Sequence[str]) -> Iterator[str]:
    """Put the ending to the name of a feature file that was typed without: `gates`, `gates:12`."""
    for before, word in zip(("", *typed), typed, strict=False):
        name, _, line = word.partition(":")
        is_value = before.startswith("-")
        if not is_value and name and (FEATURES / f"{name}.feature").is_file():
            yield f"{name}.feature" + (f":{line}" if line else "")
        else:
            yield word


def _named(word: str, here: Path) -> str:
    found = _FEATURE.match(word)
    assert found is not None
    paths = [(folder / found["file"]).resolve() for folder in (here, ROOT, FEATURES)]
    for path in paths:
        if path.is_file() and path.is_relative_to(FEATURES):
            return path.relative_to(ROOT).as_posix() + (found["line"] or "")
    if any(path.is_file() for path in paths):
        raise NoSuchFeature(f"{found['file']} does not lie in {FEATURES}. Move it there.")
    known = [path.relative_to(ROOT).as_posix() for path in sorted(FEATURES.rglob("*.feature"))]
    name = Path(found["file"]).name
    near = did_you_mean(f"{FEATURES.name}/{name}", known)
    raise NoSuchFeature(f"There is no feature file {found['file']} in {FEATURES}. {near}".strip())
