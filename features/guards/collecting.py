"""Turn a folder of feature files into tests: each example one, and each fault one, which fails."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest
from pytest_bdd import scenario

from features.guards.check import Checked, check_folder
from features.guards.fault import Fault
from features.guards.feature_file import scenarios

Test = Callable[..., None]

FOLDER = "__promises__"
_FAULTS: WeakKeyDictionary[Test, Fault] = WeakKeyDictionary()


def promises(folder: Path, *, root: Path) -> dict[str, object]:
    """
    Make the tests of a folder of feature files.

    Of a file with faults nothing is run: each of its faults is a test that fails with it, so
    that it cannot be green before it is mended. The caller puts what comes back among its globals:

        globals().update(promises(Path(__file__).parent, root=ROOT))

    Args:
        folder: where the feature files lie, in folders of their own or not.
        root: the project's folder, from which messages name files.
    """
    tests: dict[str, object] = {FOLDER: (folder, root)}
    for checked in check_folder(folder, root=root):
        inside = checked.path.relative_to(folder)
        made = _broken(checked) if checked.faults else _whole(checked, inside, folder)
        for name, test in made:
            tests[_free(f"test_{_slug(inside.with_suffix('').as_posix())}__{name}", tests)] = test
    return tests


def fault_of(item: pytest.Item) -> Fault | None:
    """Tell which fault a test fails with; None for a test that tries something."""
    return _FAULTS.get(getattr(item, "function", None))


def _broken(checked: Checked) -> Iterator[tuple[str, Test]]:
    for fault in checked.faults:
        yield f"line_{fault.line}", _failing(fault)


def _failing(fault: Fault) -> Test:
    def test() -> None:
        pytest.fail(str(fault), pytrace=False)

    _FAULTS[test] = fault
    return test


def _whole(checked: Checked, inside: Path, folder: Path) -> Iterator[tuple[str, Test]]:
    for node, _ in scenarios(checked.file.feature if checked.file else {"children": []}):
        yield _slug(node["name"]), _bound(inside, node["name"], folder)


def _bound(inside: Path, name: str, folder: Path) -> Test:
    # What some editors put before the first letter is no letter of the file.
    @scenario(str(inside), name, features_base_dir=str(folder), encoding="utf-8-sig")
    def test() -> None:
        """Run the scenario."""

    return test


def _free(name: str, taken: dict[str, object]) -> str:
    # "at most 72 h" and "at most 72 h?" differ in nothing that a test's name can hold.
    return name if name not in taken else _free(f"{name}_", taken)


def _slug(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_").casefold()
