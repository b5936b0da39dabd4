"""What is looked at while a scenario runs: each answer is a fault to fail with, or None."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from features.guards.fault import Differs, Fault, Misread
from features.guards.nearest import one_of
from features.guards.vocabulary import nearest_steps, readers

_ASYNC = (
    "The code of this step is async and would never run.",
    "Its programmer takes the `async` away.",
)
_TABLE_UNREAD = (
    "This step does not read the table under it.",
    "Take the table away, or use a step that reads one.",
)
_TEXT_UNREAD = (
    "This step does not read the text under it.",
    "Take the text away, or use a step that reads one.",
)
_BROKE = (
    "The code of this step broke.",
    "It is not your fault. Show it to a programmer:",
)
_TABLE_MISSING = (
    "This step needs a table under it.",
    "Write the rows under it, each between | signs.",
)


def unknown_step(feature: Any, step: Any) -> Fault:
    """Answer a step that nothing reads: where else it may stand, or the two nearest steps."""
    elsewhere = sorted({reader.type.capitalize() for reader in readers(step.name) if reader.type})
    if elsewhere:
        here = step.type.capitalize()
        what = f"I know this step under {one_of(elsewhere)}, not under {here}."
        return _fault(feature, step, what, "Move it, or say the same in other words.")
    near = nearest_steps(step.name, step.type, language=feature.language)
    said = [f"  {step.keyword.strip()} {sentence}" for sentence in near]
    mend = ["Did you mean:", *said] if near else ["Nothing is near it."]
    mend += ["All steps: docs/reference/steps.md"]
    return _fault(feature, step, "I do not know this step.", "\n".join(mend))


def ambiguous(feature: Any, step: Any) -> Fault | None:
    """Find a step that two pieces of code claim: which of them would run is chance."""
    claims = {reader.step_func: reader.parser.name for reader in readers(step.name, step.type)}
    if len(claims) < 2:
        return None
    return _fault(feature, step, "This step can be read in two ways.", "\n".join(claims.values()))


def unread(feature: Any, step: Any, step_func: Callable[..., object]) -> Fault | None:
    """Find code that would not run, and a table or text under a step that no code would read."""
    code = inspect.unwrap(step_func)
    if inspect.iscoroutinefunction(code) or inspect.isasyncgenfunction(code):
        return _fault(feature, step, *_ASYNC)
    reads = inspect.signature(step_func).parameters
    if step.datatable is not None and "datatable" not in reads:
        return _fault(feature, step, *_TABLE_UNREAD)
    if step.docstring is not None and "docstring" not in reads:
        return _fault(feature, step, *_TEXT_UNREAD)
    if step.datatable is None and "datatable" in reads:
        return _fault(feature, step, *_TABLE_MISSING)
    return None


def in_words(feature: Any, step: Any, exception: Exception, row: Mapping[str, str]) -> str:
    """
    Say what a step could not read, what differed, or that its code broke.

    Args:
        row: of the Examples that is tried, by column; empty for a plain scenario.
    """
    if isinstance(exception, Misread):
        return str(_misread(feature, step, exception))
    if isinstance(exception, Differs):
        told = _fault(feature, step, "This is not what came.", str(exception))
        return str(replace(told, typed=f"{told.typed}{_in_row(row)}"))
    return str(_fault(feature, step, _BROKE[0], f"{_BROKE[1]}\n{_where(exception)}"))


def _in_row(row: Mapping[str, str]) -> str:
    return f"\n    in the row | {' | '.join(row.values())} |" if row else ""


def _misread(feature: Any, step: Any, misread: Misread) -> Fault:
    if misread.row is None or step.datatable is None:
        return _fault(feature, step, misread.what, misread.mend)
    row = step.datatable.rows[misread.row]
    typed = f"| {' | '.join(cell.value for cell in row.cells)} |"
    return Fault(feature.rel_filename, row.location.line, misread.what, typed, misread.mend)


def _where(exception: Exception) -> str:
    last = traceback.extract_tb(exception.__traceback__)[-1]
    said = " ".join(f"{type(exception).__name__}: {exception}".split())
    return f"{said} ({Path(last.filename).name}:{last.lineno})"


def _fault(feature: Any, step: Any, what: str, mend: str = "") -> Fault:
    typed = f"{step.keyword.strip()} {step.name}"
    return Fault(feature.rel_filename, step.line_number, what, typed, mend)
