"""A secret that stands in a file: what containers are handed instead of a variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

SUFFIX = "_FILE"


def with_files(given: Mapping[str, str], names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """
    Put in the place of each `NAME_FILE` the `NAME` that stands in that file.

    Args:
        given: variables by name; none is empty.
        names: which variables may come from a file.

    Returns:
        The variables, and a sentence about each file that cannot be used; it names the variable
        and the path, never what is in the file.
    """
    found, faults = dict(given), []
    for name in names:
        if path := found.pop(name + SUFFIX, None):
            try:
                found[name] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as broken:
                why = getattr(broken, "strerror", None) or "it is not text in UTF-8"
                faults.append(f"{name}{SUFFIX}: {path} cannot be read ({why}).")
            if name in given:
                faults.append(f"{name} and {name}{SUFFIX} are both set; keep one.")
    return found, faults
