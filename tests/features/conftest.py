"""A project of its own for each run of the guards, as whoever writes a promise meets them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
BROKEN = Path(__file__).parent / "broken"

SOUND = """\
Feature: Eye care
  Scenario: The eye is protected
    Given a patient with grade V
    When the plan is drawn up
    Then the eye is protected

  @line
  Scenario Outline: The eye of a weak face
    Given a patient with grade <grade>
    When the plan is drawn up
    Then the eye is protected
    Examples:
      | grade |
      | III   |
      | VI    |
"""


@dataclass(frozen=True)
class Ran:
    """What a run said: exit code, text, tests that passed, and what the others failed with."""

    code: int
    said: str
    passed: list[str]
    failed: dict[str, str]


class Folder:
    """A folder of promises in an otherwise empty project."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.features = root / "features"
        self.features.mkdir()
        self.write("conftest.py", 'pytest_plugins = ["features.guards.plugin", "broken_steps"]\n')
        self.write("pytest.ini", "[pytest]\naddopts = --import-mode=importlib --strict-markers\n")
        for name in ("tags.md", "broken_steps.py"):
            shutil.copy(BROKEN / name, (self.features if name == "tags.md" else root) / name)
        shutil.copy(ROOT / "features" / "test_features.py", self.features)

    def write(self, name: str, text: str) -> None:
        """Write a file of the project, by its path in it."""
        (self._root / name).write_text(text, encoding="utf-8")

    def run(self, *args: str) -> Ran:
        """Run pytest over the project, with the guards of this one."""
        report = self._root / "report.xml"
        report.unlink(missing_ok=True)
        plugins = ["pytest_bdd.plugin", *(["xdist.plugin"] if "-n" in args else [])]
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}"]
        command += [word for plugin in plugins for word in ("-p", plugin)]
        done = subprocess.run(
            [*command, "-p", "no:cacheprovider", *args],
            cwd=self._root,
            env=_environ(ROOT, self._root),
            capture_output=True,
            text=True,
            check=False,
        )
        passed, failed = _read(report) if report.exists() else ([], {})
        return Ran(done.returncode, done.stdout + done.stderr, passed, failed)


def _environ(*importable: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    path = os.pathsep.join(map(str, importable))
    # Only the plugins named are loaded: a run of the guards takes half a second, not two.
    return {**kept, "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def _read(report: Path) -> tuple[list[str], dict[str, str]]:
    cases = ElementTree.parse(report).getroot().iter("testcase")
    came = {
        case.get("name", ""): [part for part in case if part.tag in ("failure", "error", "skipped")]
        for case in cases
    }
    return (
        [name for name, parts in came.items() if not parts],
        {
            name: re.sub(r"^Failed: ", "", parts[0].text or "")
            for name, parts in came.items()
            if parts
        },
    )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An empty folder of promises."""
    return Folder(tmp_path)


@pytest.fixture
def sound(folder: Folder) -> Folder:
    """A folder with three examples that agree."""
    folder.write("features/eye.feature", SOUND)
    return folder


@pytest.fixture(scope="session")
def broken_run(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One run over every broken feature."""
    folder = Folder(tmp_path_factory.mktemp("broken"))
    for path in BROKEN.glob("*.feat*"):
        shutil.copy(path, folder.features)
    return folder.run()
