"""Examples that somebody pasted: checked by the guards, read as patients, and their Thens tried."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from gherkin.dialect import Dialect
from gherkin.pickles.compiler import Compiler

import features
from features.guards import endings, outlines, swallowed, tags
from features.guards.fault import Fault
from features.guards.feature_file import FeatureFile, Node, backgrounds, line_of, scenarios
from features.guards.keywords import blocks
from features.guards.reading import Unreadable, parsed
from features.guards.vocabulary import readers, speaks
from features.speech.case import Case
from features.steps.patient import MONDAY
from features.trying.performing import Plan, Step, know_the_steps, perform, unknown
from schemas.moments import written

NAME = "pasted"
MOST_EXAMPLES = 40
MOST_LINES = 400
MOST_FAULTS = 10

_LANGUAGE = re.compile(r"\s*#\s*language\s*:\s*(?P<code>[\w-]+)")
_KINDS = {"Context": "given", "Action": "when", "Outcome": "then"}
_LINE = "line"
_TOO_LONG = f"More than {MOST_LINES} lines are not read at once."
_PASTE = "Paste a scenario, or the steps that begin with Given and And."
_NOT_HERE = "Tagged @line: it goes through the whole line, so only its patient is read here."


@dataclass(frozen=True, slots=True)
class Promise:
    """One Then, whether it is kept, and what came where it is not."""

    line: int
    text: str
    kept: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """One example as it was read."""

    name: str
    row: str
    line: int
    assessment: Mapping[str, Any]
    as_of: str
    promises: tuple[Promise, ...]


@dataclass(slots=True)
class Pasted:
    """What was read, and what is wrong with it; examples only where nothing is."""

    faults: list[Fault] = field(default_factory=list)
    examples: list[Read] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Give it as a page is given it."""
        return {
            "faults": [
                {"line": it.line, "what": it.what, "typed": it.typed.strip(), "mend": it.mend}
                for it in self.faults
            ],
            "examples": [
                {
                    "name": it.name,
                    "row": it.row,
                    "line": it.line,
                    "assessment": it.assessment,
                    "as_of": it.as_of,
                    "promises": [
                        {"line": one.line, "text": one.text, "kept": one.kept, "said": one.said}
                        for one in it.promises
                    ],
                }
                for it in self.examples
            ],
        }


def read_pasted(text: str, *, plan: Plan) -> Pasted:
    """
    Read what was pasted: a feature, a scenario, or no more than Givens.

    Lines in faults count from the first that was pasted.
    """
    know_the_steps()
    if not text.strip():
        return Pasted([Fault(NAME, 1, "Nothing was pasted.", mend=_PASTE)])
    if text.count("\n") >= MOST_LINES:
        return Pasted([Fault(NAME, MOST_LINES, _TOO_LONG, mend="Paste one rule of it.")])
    whole, added = _completed(text)
    try:
        file = parsed(whole, path=Path(NAME), name=NAME)
    except Unreadable as broken:
        return Pasted([_moved(fault, added) for fault in broken.faults])
    if faults := sorted(_faults(file, added)):
        return Pasted([_moved(fault, added) for fault in faults[:MOST_FAULTS]])
    found = _examples(file, added, plan)
    if not found.examples and not found.faults:
        return Pasted([Fault(NAME, 1, "There is no scenario in it.", mend=_PASTE)])
    return found


def _completed(text: str) -> tuple[str, int]:
    """Put a head before what has none; gives the text and the number of lines added."""
    lines = text.expandtabs().splitlines() or [""]
    found = _LANGUAGE.match(lines[0])
    head, lines = (lines[:1], lines[1:]) if found else ([], lines)
    said = Dialect.for_name(found["code"] if found else "en") or Dialect.for_name("en")
    assert said is not None, "gherkin-official knows English"
    opener = next((it.strip() for it in lines if it.strip() and it.strip()[0] not in "#@"), "")
    word = opener.partition(":")[0] if ":" in opener else ""
    missing = [] if word in said.feature_keywords else [f"{said.feature_keywords[0]}: {NAME}"]
    if missing and word not in blocks(_language(found)):
        missing.append(f"{said.scenario_keywords[-1].strip()}: {NAME}")
    return "\n".join((*head, *missing, *lines)), len(missing)


def _language(found: re.Match[str] | None) -> str:
    return found["code"] if found else "en"


def _faults(file: FeatureFile, added: int) -> Iterator[Fault]:
    yield from swallowed.faults(file, speaks=speaks)
    yield from outlines.faults(file)
    known = tags.published(Path(features.__file__).parent / "tags.md")
    yield from tags.faults(file, known=known)
    if added < 2:
        yield from endings.faults(file)


def _examples(file: FeatureFile, added: int, plan: Plan) -> Pasted:
    found = Pasted()
    nodes = {it["id"]: it for it in _steps(file.feature)}
    by_id = {it["id"]: it for it, _ in scenarios(file.feature)}
    pickles = Compiler().compile({**file.document, "uri": NAME})
    for pickle in pickles[:MOST_EXAMPLES]:
        scenario = by_id[pickle["astNodeIds"][0]]
        told = [_step(it, nodes[it["astNodeIds"][0]], added) for it in pickle["steps"]]
        steps = [replace(it, language=pickle["language"]) for it in told]
        whole_line = any(tag["name"] == f"@{_LINE}" for tag in pickle["tags"])
        if faults := list(islice(_misread(steps, plan), MOST_FAULTS)):
            found.faults += [fault for fault in faults if fault not in found.faults]
            if len(found.faults) >= MOST_FAULTS:
                break
            continue
        read = _example(steps, plan, whole_line=whole_line)
        row = _row(scenario, pickle["astNodeIds"][-1])
        name = scenario["name"] if scenario["name"] != NAME else "What was pasted"
        found.examples.append(replace(read, name=name, row=row, line=line_of(scenario) - added))
    return found


def _misread(steps: Sequence[Step], plan: Plan) -> Iterator[Fault]:
    """Find every step that cannot be read, not only the first."""
    case = Case("SIMULATED-1", MONDAY)
    for step in steps:
        if step.kind == "given":
            fault = perform(step, case, plan=plan, file=NAME)
        else:
            fault = None if readers(step.text, step.kind) else unknown(step, file=NAME)
        if fault is not None:
            yield fault


def _example(steps: Sequence[Step], plan: Plan, *, whole_line: bool) -> Read:
    case = Case("SIMULATED-1", MONDAY)
    promises: list[Promise] = []
    for step in steps:
        if whole_line and step.kind != "given":
            promises.append(Promise(step.line, step.text, kept=False, said=_NOT_HERE))
            break
        fault = perform(step, case, plan=plan, file=NAME)
        if fault is not None and step.kind != "then":
            promises.append(Promise(step.line, step.text, kept=False, said=fault.what))
            break
        if step.kind == "then":
            said = fault.mend or fault.what if fault else ""
            promises.append(Promise(step.line, step.text, fault is None, said))
    said = {name: value for name, value in case.assessment().items() if name != "patient_ref"}
    return Read("", "", 0, said, written(case.now), tuple(promises))


def _step(pickled: Node, node: Node, added: int) -> Step:
    table = pickled.get("argument", {}).get("dataTable")
    text = pickled.get("argument", {}).get("docString")
    return Step(
        keyword=node["keyword"].strip(),
        kind=_KINDS.get(pickled["type"], "given"),
        text=pickled["text"],
        line=line_of(node) - added,
        table=[[cell["value"] for cell in row["cells"]] for row in table["rows"]]
        if table
        else None,
        docstring=text["content"] if text else None,
    )


def _steps(feature: Node) -> Iterator[Node]:
    for background in backgrounds(feature):
        yield from background["steps"]
    for scenario, _ in scenarios(feature):
        yield from scenario["steps"]


def _row(scenario: Node, row_id: str) -> str:
    for examples in scenario["examples"]:
        heads = [cell["value"] for cell in examples.get("tableHeader", {}).get("cells", ())]
        for row in examples.get("tableBody", ()):
            if row["id"] == row_id:
                cells = [cell["value"] for cell in row["cells"]]
                return ", ".join(f"{h} {c}" for h, c in zip(heads, cells, strict=True))
    return ""


def _moved(fault: Fault, added: int) -> Fault:
    return replace(fault, line=max(1, fault.line - added))
