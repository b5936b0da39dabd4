"""A tree like the sources in which the engine is compiled."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

COPIED = ("schemas", "bus", "services", "facialis", "features", "examples", "benchmarks", "ops")
"""What the tree has copies of."""

LINKED = (".venv", ".kafka", ".exchange", "pyproject.toml")
"""What it only points to, where it is there."""

ENGINE = Path("services", "recommender", "engine")
SOURCE = ".source"
"""In the tree: the path of the sources that it is like."""

_COMPILED = "*.so"
_DIGITS = 16


class NotCompiled(Exception):
    """The engine could not be compiled; says what the compiler said last."""


def compiled_tree(source: Path, tree: Path, *, kept: Path) -> Path:
    """
    Make the tree anew; the engine is compiled only when it changed since the last time.

    Args:
        kept: the folder in which compiled engines are kept, each under the digest of its source.

    Raises:
        NotCompiled: there is no C compiler, or it failed. No tree is left then.
    """
    shutil.rmtree(tree, ignore_errors=True)
    engine = kept / _digest(source)
    try:
        _copy(source, tree)
        if not engine.is_dir():
            _compile(tree)
            _keep(tree, engine)
        shutil.copytree(engine, tree, dirs_exist_ok=True)
    except BaseException:
        shutil.rmtree(tree, ignore_errors=True)
        raise
    return tree


def source_of(tree: Path) -> Path | None:
    """The sources that a tree is like; None when these are the sources themselves."""
    said = tree / SOURCE
    return Path(said.read_text(encoding="utf-8")) if said.is_file() else None


def _copy(source: Path, tree: Path) -> None:
    tree.mkdir(parents=True)
    (tree / SOURCE).write_text(str(source), encoding="utf-8")
    for name in COPIED:
        passed_over = shutil.ignore_patterns("__pycache__", _COMPILED)
        shutil.copytree(source / name, tree / name, ignore=passed_over)
    for name in LINKED:
        if (source / name).exists():
            (tree / name).symlink_to(source / name)


def _compile(tree: Path) -> None:
    command = [sys.executable, "-m", "ops.compiled.engine"]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise NotCompiled(said[-1] if said else f"the compiler ended with {done.returncode}")


def _keep(tree: Path, engine: Path) -> None:
    """Keep what was compiled in the place of what was before; the folder gets its name last."""
    half = engine.with_suffix(".half")
    for before in engine.parent.glob("[0-9a-f]" * _DIGITS + "*"):
        shutil.rmtree(before, ignore_errors=True)
    for made in [*tree.glob(_COMPILED), *(tree / ENGINE).glob(_COMPILED)]:
        target = half / made.relative_to(tree)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(made, target)
    half.rename(engine)


def _digest(source: Path) -> str:
    found = hashlib.sha256(f"{sys.version} mypy {version('mypy')}\0".encode())
    compiler = source / "ops" / "compiled" / "engine.py"
    for path in [compiler, *sorted((source / ENGINE).glob("*.py"))]:
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:_DIGITS]
