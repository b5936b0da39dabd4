"""The set of tests is the set of promises: nothing was lost, and nothing came from nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from features.guards.check import check_folder
from features.guards.collecting import fault_of
from features.guards.examples import Example, collected, promised
from features.guards.fault import Fault


@dataclass(frozen=True, slots=True)
class Compared:
    """
    What was collected, beside what was promised.

    Attributes:
        wrong: what is missing and what is too many, each with file and line; empty when nothing is.
        tests: the example that each test tries, by the test's id.
        faults: the tests that only say what must be mended, by their ids.
    """

    wrong: str
    tests: dict[str, str]
    faults: set[str]


def compare(items: Iterable[pytest.Item], folder: Path, root: Path) -> Compared:
    """
    Compare the tests collected for a folder with its examples as gherkin-official compiles them.

    Sets are compared and not counts: one example lost and one run twice would cancel out.
    """
    expected, names = _expected(folder, root)
    faults = {item.nodeid: fault for item in items if (fault := fault_of(item))}
    tests = {item.nodeid: it for item in items if (it := collected(item, names=names))}
    found = {*faults.values(), *tests.values()}
    said = {test: str(example) for test, example in tests.items()}
    lines = [f"{_where(it)}\n  This was promised and is not run." for it in expected - found]
    lines += [f"{_where(it)}\n  This is run and stands in no file." for it in found - expected]
    return Compared("\n".join(sorted(lines)), said, {*faults})


def _expected(folder: Path, root: Path) -> tuple[set[Example | Fault], dict[str, str]]:
    expected: set[Example | Fault] = set()
    names: dict[str, str] = {}
    for checked in check_folder(folder, root=root):
        names[str(checked.path)] = checked.name
        if checked.faults or checked.file is None:
            expected.update(checked.faults)
        else:
            expected |= promised(checked.file)
    return expected, names


def _where(it: Example | Fault) -> str:
    return str(it).splitlines()[0]
