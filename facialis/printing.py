"""Results on their way out: pages for people, JSON lines for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from facialis.page import page
from facialis.page.shapes import hanging, stacked
from facialis.planned import STDIN, Planned
from facialis.screen import console, show

Printer = Callable[[Planned], None]


def json_lines(*, many_files: bool) -> Printer:
    """
    Print one line for each result: the plan, or ``{"line": 17, "error": {…}}``.

    With many files the error says ``"file"`` too, since each counts its lines from 1.
    """

    def put(result: Planned) -> None:
        said = result.plan if result.plan is not None else _failed(result, many_files=many_files)
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.buffer.write(text.encode() + b"\n")
        # A reader at the other end of the pipe waits for each line.
        sys.stdout.buffer.flush()

    return put


def pages() -> Printer:
    """Print each plan as a page on standard output, and each problem on standard error."""
    out, err = console(), console(sys.stderr)
    shown = 0

    def put(result: Planned) -> None:
        nonlocal shown
        if result.problem is not None:
            show(err, trouble(result))
            return
        if shown:
            show(out, Rule(characters="━"))
        show(out, page(result.plan or {}))
        shown += 1

    return put


def trouble(result: Planned) -> RenderableType:
    """Lay out what is wrong with one post: where it stands, and each fault with its mend."""
    found = result.problem or {}
    where = "standard input" if result.file == STDIN else result.file
    first = Text.assemble((f"{where}, line {result.line}: ", "bold"), found["title"], style="red")
    detail = None if found["errors"] else Text(found["detail"])
    faults = [hanging("·", _fault(fault)) for fault in found["errors"]]
    return stacked([first, *(Padding(part, (0, 0, 0, 2)) for part in (detail, *faults) if part)])


def _fault(fault: Mapping[str, Any]) -> Text:
    line = Text.assemble((fault["pointer"] or "the whole", "bold"), f": {fault['detail']}")
    nearest = fault.get("suggestion")
    if nearest and nearest not in fault["detail"]:
        line.append(f" Did you mean {nearest}?")
    return line


def _failed(result: Planned, *, many_files: bool) -> Mapping[str, Any]:
    where = {"file": result.file} if many_files else {}
    return {**where, "line": result.line, "error": result.problem}
