"""What a run says at the terminal: what differs, how many agree, and what no example visits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from features.living.run import Message

_OURS = re.compile(r"\S+\.feature:\d+: ")
_LAST_LINES = 15

Gap = Mapping[str, Any]


def difference(said: Message) -> str:
    """Say how one example differs: in clinical words, or that the program itself failed."""
    text = str(said["said"]).strip()
    if _OURS.match(text):
        return text
    row = ", ".join(f"{column} {cell}" for column, cell in said["row"].items())
    where = f"{said['file']}:{said['line']}: " + (f"({row}) " if row else "")
    trace = "\n".join(f"    {line}" for line in text.splitlines()[-_LAST_LINES:])
    return (
        f"{where}Something broke that is no difference; whoever programs sees here what:\n{trace}"
    )


def fault(said: Message) -> str:
    """Say what must be mended before the rest of a file is run."""
    typed = f"    {said['typed'].strip()}" if said["typed"].strip() else ""
    mend = "\n".join(f"  {line}" for line in said["mend"].splitlines())
    return "\n".join(filter(None, (f"{said['file']}:{said['line']}: {said['what']}", typed, mend)))


def coverage(covered: Mapping[str, Any]) -> Iterator[str]:
    """Say what no example visits, a part after the other."""
    for part in covered["parts"]:
        yield f"{part['title']}: {part['visited']} of {part['total']} have an example."
        for gap in part["missing"]:
            yield f"  {named(gap)}"
            if gap["example"]:
                yield _indented(gap["example"])
    yield from (f"No patient reaches {it['name']}: {it['why']}." for it in covered["unreached"])
    yield from covered["unkept"]
    yield from _mutants(covered["mutants"])


def named(gap: Gap) -> str:
    """Name a gap: its id, and what it says."""
    return f"{gap['name']}: {gap['says']}" if gap["says"] else str(gap["name"])


def _mutants(mutants: Mapping[str, Any] | None) -> Iterator[str]:
    if mutants is None:
        yield "Which thresholds could move unnoticed was not tried yet: make mutants"
        return
    moved = mutants["thresholds"]
    other = "" if mutants["current"] else f" (on other tables, {mutants['digest']})"
    yield f"Thresholds that could move unnoticed: {len(moved) or 'none'}{other}."
    yield from (f"  {one['name']}" for one in moved)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
