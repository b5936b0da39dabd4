"""The engine compiled ahead of time: other machine code, the same plans."""

from __future__ import annotations

import faulthandler
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from ops.compiled.tree import compiled_tree, source_of

ROOT = Path(__file__).parents[2]
KEPT = ROOT / ".compiled"
SCRIPT = Path(__file__).with_name("many_plans.py")

pytestmark = pytest.mark.xdist_group("compiled")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    headers = Path(sysconfig.get_path("include"), "Python.h")
    missing = [] if headers.exists() else [f"there is no {headers}"]
    missing += [] if shutil.which("cc") or shutil.which("gcc") else ["there is no C compiler"]
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(" and ".join(missing))
    # A minute and a half of one core, of which a busy machine makes several: that is no hang.
    faulthandler.cancel_dump_traceback_later()
    return compiled_tree(ROOT, tmp_path_factory.mktemp("compiled") / "tree", kept=KEPT)


def plans_in(tree: Path) -> tuple[str, str]:
    """Where the engine came from in that tree, and the digest of its plans."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, str(SCRIPT)]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, check=True)
    came_from, digest = done.stdout.decode().split()
    return came_from, digest


@pytest.fixture(scope="module")
def plans_compiled(tree: Path) -> tuple[str, str]:
    return plans_in(tree)


# The first of these has the compiling to wait for, the second half of the plans: each has its own
# time until it counts as hanging.
def test_the_tree_says_what_it_is_like(tree: Path) -> None:
    assert source_of(tree) == ROOT
    assert source_of(ROOT) is None


def test_plans_come_from_what_was_compiled(plans_compiled: tuple[str, str]) -> None:
    assert plans_compiled[0] == "compiled"


def test_it_draws_up_the_same_plans_to_the_byte(plans_compiled: tuple[str, str]) -> None:
    came_from, digest = plans_in(ROOT)
    assert came_from == str(ROOT / "services/recommender/engine/decide.py")
    assert digest == plans_compiled[1]


def test_an_engine_that_did_not_change_is_not_compiled_again(tree: Path, tmp_path: Path) -> None:
    made = {path: path.stat().st_mtime_ns for path in KEPT.glob("*/*.so")}
    compiled_tree(ROOT, tmp_path / "tree", kept=KEPT)
    assert made == {path: path.stat().st_mtime_ns for path in KEPT.glob("*/*.so")}
