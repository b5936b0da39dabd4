"""Makes an empty file that only its owner can read, before SQLite fills it."""

from __future__ import annotations

import os
from pathlib import Path


def make_private(path: Path) -> None:
    """
    Make the file (mode 0600) unless it is there; SQLite gives its companions the same mode.

    It is made under another name and then renamed: no handle of ours is ever closed on a file
    that SQLite may have open by then.
    """
    if not path.exists():
        blank = path.with_name(path.name + ".blank")
        os.close(os.open(blank, os.O_WRONLY | os.O_CREAT, 0o600))
        blank.rename(path)
