"""
Pages that show a feature and what is said of it; tried as whoever follows them would.

`python -m tests.features.transcripts` writes into them what is said today, for their author to
read through: other words may stand there after the tables, a step or a guard has changed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.house import ROOT

FEATURES = ROOT / "features"

PAGES = (
    ROOT / "docs" / "tutorial" / "your-first-promise.md",
    ROOT / "docs" / "reference" / "messages.md",
)
NAME = "my_first.feature"

_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_TEXT = re.compile(r"^```text\n.*?^```$", re.MULTILINE | re.DOTALL)
_INSTEAD = re.compile(r"Instead of `(?P<right>[^`]+)`\s+write `(?P<wrong>[^`]+)`")
_FILE = re.compile(r"^[^\s#@|][^:\n]*:", re.MULTILINE)  # a block that is a whole file
_SUMMARY = re.compile(r"^(?:\d+ examples?: |\d+ lines? must|The document: )")
_STATE = re.compile(r"features/state_\d+/(\S+?\.feature)")


@dataclass(frozen=True, slots=True)
class Shown:
    """
    A feature on a page, and what the page says that is said of it.

    Attributes:
        line: of the page, where the text stands.
        feature: the whole file.
        said: what is said; empty where the page shows nothing.
    """

    line: int
    feature: str
    said: str


def shown_on(page: str) -> Iterator[Shown]:
    """
    Walk what a page shows, from top to bottom.

    A `gherkin` block that begins a feature is the file from there on. "Instead of `…` write `…`"
    changes it until the next text, and is mended after that. A `text` block is what is said.
    """
    feature, changed = "", ""
    for found in re.finditer(f"{_BLOCK.pattern}|{_INSTEAD.pattern}", page, _BLOCK.flags):
        if found["kind"] == "gherkin" and _FILE.search(found["text"]):
            feature, changed = found["text"], found["text"]
        elif found["wrong"]:
            assert found["right"] in feature, f"the page changes what is not there: {found[0]}"
            changed = feature.replace(found["right"], found["wrong"], 1)
        elif found["kind"] == "text":
            yield Shown(page.count("\n", 0, found.start()) + 1, changed, found["text"])
            changed = feature


def said_of(features: Iterable[str], into: Path) -> list[str]:
    """
    Run every feature, each in a folder of its own, and give what is said of each.

    Args:
        into: an empty folder, for a copy of the promises.
    """
    root = copied_to(into)
    files = []
    for number, text in enumerate(features):
        folder = root / "features" / f"state_{number}"
        folder.mkdir()
        (folder / NAME).write_text(text, encoding="utf-8")
        files.append(f"features/state_{number}/{NAME}")
    told = run(root, *files).stdout
    return [_about(file, told) for file in files]


def alone(feature: str, into: Path) -> subprocess.CompletedProcess[str]:
    """Run one feature by itself; give all that is said."""
    root = copied_to(into)
    (root / "features" / NAME).write_text(feature, encoding="utf-8")
    return run(root, NAME)


def copied_to(into: Path) -> Path:
    """Copy the promises, so that whoever follows a page can add to them."""
    shutil.copytree(FEATURES, into / "features", ignore=shutil.ignore_patterns("__pycache__"))
    return into


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Type `facialis features` with these words, where a copy of the promises lies."""
    command = [sys.executable, "-P", "-m", "facialis", "features", *words]
    environ = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "80"}
    return subprocess.run(
        command, cwd=root, env=environ, capture_output=True, text=True, check=False, timeout=300
    )


def plain(said: str) -> str:
    """Leave out where the folder lies."""
    said = re.sub(r"file://\S*/\.facialis", "file:///…/.facialis", said)
    return _STATE.sub(r"features/\1", said).strip()


def _about(file: str, told: str) -> str:
    """Take out of a run what begins with the name of a file, up to the next empty line."""
    parts = re.split(r"\n\s*\n", told)
    ours = [part for part in parts if part.startswith(f"{file}:")]
    return plain("\n\n".join(ours))


def counts(said: str) -> bool:
    """Tell whether a transcript is whole: it counts the examples at its end."""
    return any(_SUMMARY.match(line) for line in said.splitlines())


def write(page: Path) -> None:
    """Write into a page what is said today."""
    text = page.read_text(encoding="utf-8")
    shown = list(shown_on(text))
    with TemporaryDirectory() as folder:
        said = said_of([it.feature for it in shown], Path(folder))
    for number, it in enumerate(shown):
        if counts(it.said):
            with TemporaryDirectory() as folder:
                said[number] = plain(alone(it.feature, Path(folder)).stdout)
    left = iter(said)
    page.write_text(_TEXT.sub(lambda _: f"```text\n{next(left)}\n```", text), encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        write(each)
