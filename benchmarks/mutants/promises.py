"""The features' patients: what each scenario says of one, and asks of the plan."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.mutants.watched import Watched, watched_plan
from schemas.assessment import as_received, load_assessment
from services.recommender.engine import Knowledge

FEATURES = Path(__file__).parents[2] / "features"
_OF_THE_LINE = ("line", "on_the_pages", "reviewing")
"""Steps that need stations running."""


def watched_features(knowledge: Knowledge) -> list[Watched]:
    """
    Every example whose plan is drawn up once, and then only looked at.

    Those that go through the whole line, or over pages, judge more than the tables, and are left
    to pytest.
    """
    from features.guards.fault import Misread

    _learn_the_steps()
    found = []
    for name, pickle in _pickles():
        try:
            watched = _watched(name, pickle, knowledge)
        except Misread:  # pytest tells its author; here it judges nothing
            continue
        if watched is not None:
            found.append(watched)
    return found


def _learn_the_steps() -> None:
    for path in sorted((FEATURES / "steps").glob("[!_]*.py")):
        if path.stem in _OF_THE_LINE:
            continue
        importlib.import_module(f"features.steps.{path.stem}")


def _pickles() -> Iterator[tuple[str, Mapping[str, Any]]]:
    from gherkin.parser import Parser
    from gherkin.pickles.compiler import Compiler

    for path in sorted(FEATURES.glob("*.feature")):
        parsed: Any = Parser().parse(path.read_text(encoding="utf-8"))
        document: Any = {**parsed, "uri": path.name}
        for number, pickle in enumerate(Compiler().compile(document), start=1):
            yield f"{path.name}, example {number}: {pickle['name']}", pickle


def _watched(name: str, pickle: Mapping[str, Any], knowledge: Knowledge) -> Watched | None:
    from features.speech.case import Case
    from features.steps.patient import MONDAY

    if any(tag["name"] == "@line" for tag in pickle["tags"]):
        return None
    case = Case(patient_ref="promise-1", now=MONDAY)
    looks: list[Callable[[Any], None]] = []
    drawn = 0
    for step in pickle["steps"]:
        if step["text"] == "the plan is drawn up":
            drawn += 1
            continue
        call = _call(step)
        if call is None:
            return None
        if step["type"] == "Context":
            call(case)
        elif step["type"] == "Outcome":
            looks.append(call)
        else:
            return None
    if drawn != 1:
        return None
    posted = {"assessed_at": case.now.isoformat(), **case.assessment()}
    try:
        accepted = load_assessment(posted, received_at=case.now)
    except Exception:  # the door refuses it, which is what the scenario is about
        return None
    assessment = as_received(
        accepted, assessment_id="promise", client="features", received_at=case.now
    )

    def refuses(plan: Any) -> bool:
        case.plans[:] = [plan]
        try:
            for look in looks:
                look(case)
        except Exception:  # any failure of a sentence is its judgement
            return True
        return False

    return watched_plan(name, assessment, case.now, refuses, knowledge)


def _call(step: Mapping[str, Any]) -> Callable[[Any], None] | None:
    from features.guards.vocabulary import readers

    kind = {"Context": "given", "Action": "when", "Outcome": "then"}[step["type"]]
    found = readers(step["text"], kind)
    if not found:
        return None
    reader = found[0]
    said: dict[str, Any] = dict(reader.parser.parse_arguments(step["text"]) or {})
    table = step.get("argument", {}).get("dataTable")
    if table is not None:
        rows = [[cell["value"] for cell in row["cells"]] for row in table["rows"]]
        said["datatable"] = rows
    wanted = reader.step_func.__code__.co_varnames[: reader.step_func.__code__.co_argcount]
    if not set(wanted) <= {*said, "case"}:
        defaults = reader.step_func.__defaults__ or ()
        optional = set(wanted[len(wanted) - len(defaults) :])
        if not set(wanted) - optional <= {*said, "case"}:
            return None
    arguments = {key: value for key, value in said.items() if key in wanted}

    def call(case: Any) -> None:
        reader.step_func(**{**arguments, **({"case": case} if "case" in wanted else {})})

    return call
