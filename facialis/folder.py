"""The data folder: private to its owner, held by one process at a time."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bus.embedded import FileLock
from bus.errors import CannotOpen
from facialis.settings import KEY_LEAST
from facialis.trouble import Trouble

USUAL = Path(".facialis")
RUN_FILE = "run.json"
KEY_FILE = "key"
_LOCKED = "run"


def hold(folder: Path) -> FileLock:
    """
    Make the folder (mode 0700) if need be, and take it for this process alone until ``release``.

    The kernel drops the lock when the process dies, so nothing has to be tidied after a kill -9.

    Raises:
        Trouble: it cannot be made or written, or another process runs on it (names its pid).
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_ours(folder):
            folder.chmod(0o700)
        return FileLock(folder / _LOCKED)
    except OSError as broken:
        raise _unusable(folder, broken.strerror or "") from broken
    except CannotOpen as held:
        raise _unusable(folder, held.detail) from held


def holder(folder: Path) -> str | None:
    """Name the process that runs on this folder by its pid; None when there is none."""
    if not (folder / f"{_LOCKED}.lock").exists():
        return None
    try:
        FileLock(folder / _LOCKED).release()
    except CannotOpen:
        return (folder / f"{_LOCKED}.lock").read_text(encoding="ascii").strip()
    return None


def is_empty(folder: Path) -> bool:
    """Tell whether nothing was ever kept here."""
    return not any(folder.glob("*.db"))


def key_of(folder: Path) -> str:
    """Give the folder's own key, made once and kept, so that a restart locks nobody out."""
    path = folder / KEY_FILE
    with suppress(FileNotFoundError):
        if len(kept := path.read_text(encoding="ascii").strip()) >= KEY_LEAST:
            return kept
    made = secrets.token_urlsafe(24)
    _write_private(path, made + "\n")
    return made


def write_run(folder: Path, facts: Mapping[str, str]) -> None:
    """Tell other commands how to reach the line that runs here: ``url``, ``key``, ``operator`` …"""
    _write_private(folder / RUN_FILE, json.dumps(dict(facts), indent=2) + "\n")


def read_run(folder: Path) -> dict[str, Any] | None:
    """Read what the line that runs here told; None when none does, or none can be read."""
    try:
        facts = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) else None


def forget_run(folder: Path) -> None:
    """Take the note away: nothing runs here any more, or not yet."""
    (folder / RUN_FILE).unlink(missing_ok=True)


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read (0600), whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _is_ours(folder: Path) -> bool:
    # A folder full of other things keeps its mode: its owner did not ask us to shut it.
    return (folder / f"{_LOCKED}.lock").exists() or not any(folder.iterdir())


def _unusable(folder: Path, why: str) -> Trouble:
    return Trouble(
        f"The data folder {folder} cannot be used: {why}.",
        mend="Another folder: facialis run --data DIR",
    )
