"""The clinicians' tables with one window moved, in a folder of their own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from features.guards.fault import Misread
from features.guards.nearest import did_you_mean
from services.recommender.pathway_files import PATHWAYS

_WINDOW = re.compile(r"^(?P<name>\w+):\n  is: (?P<length>.+)$", re.MULTILINE)
_VERSION = re.compile(r"^version: .*$", re.MULTILINE)


def with_window(name: str, length: str, *, folder: Path) -> Path:
    """
    Copy the tables with one window changed, as of a version later.

    Args:
        name: of the window, as in `windows.yaml`.
        length: what it is to be, as it would be written there.
        folder: where the copy goes; not there yet.

    Raises:
        Misread: there is no such window.
    """
    shutil.copytree(PATHWAYS, folder)
    windows = folder / "windows.yaml"
    text = windows.read_text(encoding="utf-8")
    known = {it["name"]: it for it in _WINDOW.finditer(text)}
    if name not in known:
        raise Misread(f"'{name}' is no window of the tables.", did_you_mean(name, known))
    start, end = known[name].span("length")
    windows.write_text(text[:start] + length + text[end:], encoding="utf-8")
    version = folder / "knowledge.yaml"
    said = version.read_text(encoding="utf-8")
    version.write_text(_VERSION.sub('version: "2099.1"', said, count=1), encoding="utf-8")
    return folder
