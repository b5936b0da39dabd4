"""``python -m ops.compiled.engine``: compile the engine, in the tree that it is called in."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mypyc.build import mypycify
from setuptools import Distribution

from ops.compiled.tree import ENGINE

_SETTINGS = """[mypy]
strict = true
follow_imports = silent
"""

_AS_ONE = ["-fno-semantic-interposition", "-fvisibility=hidden"]
"""Nobody replaces a function of the engine from outside, so that the compiler may inline it."""


def modules(tree: Path) -> list[Path]:
    """The modules of the engine, without the door of its package."""
    return sorted(each for each in (tree / ENGINE).glob("*.py") if each.stem != "__init__")


def compile_here() -> None:
    """
    Compile every module of the engine under the current folder, beside its source.

    Python prefers a compiled module to the source beside it, and does not look whether they still
    agree: this is for a tree that nobody edits, such as an image or what `ops.compiled` makes.

    Raises:
        SystemExit: there is no C compiler, no `Python.h`, or the types do not hold.
    """
    with tempfile.TemporaryDirectory(prefix="facialis-compile-") as scratch:
        settings = Path(scratch, "mypy.ini")
        settings.write_text(_SETTINGS, encoding="utf-8")
        sources = [str(each) for each in modules(Path())]
        made = mypycify([f"--config-file={settings}", *sources], target_dir=scratch)
        for each in made:
            each.extra_compile_args += _AS_ONE
        build = Distribution({"name": "facialis-engine", "ext_modules": made, "packages": []})
        command = build.get_command_obj("build_ext")
        command.inplace, command.build_temp, command.build_lib = True, scratch, scratch
        command.ensure_finalized()
        command.run()


if __name__ == "__main__":
    compile_here()
