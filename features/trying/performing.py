"""Steps performed without pytest: a sentence is read and done, or answered as the guards do."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from features import steps
from features.guards import running
from features.guards.fault import Differs, Fault, Misread
from features.guards.vocabulary import readers
from features.speech.case import Answer, Case
from schemas.faults import InvalidAssessment
from schemas.moments import moment

Plan = Callable[[Mapping[str, Any], datetime], dict[str, Any]]
"""Makes the plan for an assessment as posted, as of a moment; raises InvalidAssessment."""

_PREVIEW = "/v1/plans/preview"
_NEEDS_THE_LINE = (
    "This step needs the whole line, and is not tried here.",
    "Save the example, and run it: make features.",
)


class NeedsTheLine(Exception):
    """A step that only a running line can do."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    One step as it was written.

    Attributes:
        keyword: as typed, without blanks.
        kind: `given`, `when` or `then`; what And follows.
        text: the sentence.
        line: where it stands.
        table: the rows under it; None when there is none.
        docstring: the text under it; None when there is none.
        language: the language that it is written in.
    """

    keyword: str
    kind: str
    text: str
    line: int
    table: Sequence[Sequence[str]] | None = None
    docstring: str | None = None
    language: str = "en"


@dataclass
class Doors:
    """The one door that is open here: the preview of a plan."""

    plan: Plan
    client: None = field(default=None)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        """Preview the plan for an assessment."""
        address = urlsplit(path)
        if address.path != _PREVIEW:
            raise NeedsTheLine
        as_of = moment(parse_qs(address.query)["as_of"][0])
        if as_of is None:
            raise NeedsTheLine
        try:
            return Answer(200, self.plan(body, as_of), {})
        except InvalidAssessment as invalid:
            faults = [{"pointer": it.pointer, "detail": it.detail} for it in invalid.faults]
            return Answer(422, {"title": "Not a valid assessment", "errors": faults}, {})

    def get(self, path: str, **query: str) -> Answer:
        """Read nothing: nothing is stored here."""
        raise NeedsTheLine


@cache
def know_the_steps() -> None:
    """Load every module of steps, once."""
    for name in sorted(it.name for it in pkgutil.iter_modules(steps.__path__)):
        importlib.import_module(f"{steps.__name__}.{name}")


def perform(step: Step, case: Case, *, plan: Plan, file: str) -> Fault | None:
    """
    Do what a step says.

    Args:
        plan: what draws up a plan.
        file: what messages call the text that it stands in.

    Returns:
        None when it was done, or kept; else what is wrong, in the guards' own words.
    """
    know_the_steps()
    feature, seen = _feature(step, file), _as_pytest_sees(step)
    found = readers(step.text, step.kind)
    if not found:
        return unknown(step, file=file)
    code = found[0].step_func
    if fault := running.ambiguous(feature, seen) or running.unread(feature, seen, code):
        return fault
    try:
        # Reading is where a word is refused: it counts as much as doing.
        code(**_arguments(code, found[0].parser.parse_arguments(step.text), step, case, plan))
    except Misread as said:
        return Fault(file, step.line, str(said), _typed(step))
    except Differs as said:
        return Fault(file, step.line, "This is not what came.", _typed(step), str(said))
    except NeedsTheLine:
        return Fault(file, step.line, _NEEDS_THE_LINE[0], _typed(step), _NEEDS_THE_LINE[1])
    return None


def unknown(step: Step, *, file: str) -> Fault:
    """Answer a step that nothing reads, with the two nearest."""
    return running.unknown_step(_feature(step, file), _as_pytest_sees(step))


def _feature(step: Step, file: str) -> SimpleNamespace:
    return SimpleNamespace(rel_filename=file, language=step.language)


def _arguments(
    code: Callable[..., Any], read: Mapping[str, Any] | None, step: Step, case: Case, plan: Plan
) -> dict[str, Any]:
    here = {
        "case": case,
        "doors": Doors(plan),
        "request": SimpleNamespace(node=SimpleNamespace(get_closest_marker=lambda name: None)),
        "datatable": step.table,
        "docstring": step.docstring,
        **(read or {}),
    }
    wanted = inspect.signature(code).parameters.values()
    if any(it.name not in here and it.default is it.empty for it in wanted):
        raise NeedsTheLine
    return {it.name: here[it.name] for it in wanted if it.name in here}


def _as_pytest_sees(step: Step) -> SimpleNamespace:
    return SimpleNamespace(
        keyword=step.keyword,
        name=step.text,
        type=step.kind,
        line_number=step.line,
        datatable=step.table,
        docstring=step.docstring,
    )


def _typed(step: Step) -> str:
    return f"{step.keyword} {step.text}"
