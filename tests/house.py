"""What the house is made of, for the tests that walk through it."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

PACKAGES = {"schemas", "bus", "services", "facialis"}
FOLDERS = PACKAGES | {"features", "examples", "tests", "benchmarks", "docs", "ops", "requirements"}


def kept() -> Iterator[Path]:
    """Every file that is ours: not of a tool, not of a running line."""
    for top in [*FOLDERS, ".ci"]:
        found = (ROOT / top).rglob("*")
        yield from (p for p in found if p.is_file() and "__pycache__" not in p.parts)
    yield from (p for p in ROOT.iterdir() if p.is_file())


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, dict]:
    return tomllib.loads(text("pyproject.toml"))


def run(*command: object, stdin: str = "") -> subprocess.CompletedProcess[str]:
    words = [str(word) for word in command]
    return subprocess.run(words, input=stdin, capture_output=True, text=True, cwd=ROOT, check=False)
