"""A case told as an example that agrees: its Thens are what is drawn up from its own Givens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import indent
from typing import Any

from features.guards.row_tags import PREFIX
from features.speech.case import Case
from features.speech.telling import told_by_finding, written
from features.speech.words import title_of
from features.steps.patient import MONDAY
from features.trying.belongs import NEW_FILE, place_for
from features.trying.monday import assessed_ago, on_monday
from features.trying.performing import Plan, Step, perform
from features.trying.promised import fates, of_one, of_the_whole, pathway_of, rows_of

WHOLE = "whole"
WHEN = "the plan is drawn up"

Assessment = Mapping[str, Any]
Does = Callable[[str], str]
"""Tells what a row of the tables does: `offer`, `exclude`, `hold`, `pathway` …"""
Row = tuple[str, str]
"""A row, and what it has to do to be what an example is about."""

_MOST_TAGS = 3
_UNDER_A_RULE = "    "
_OUR_OWN = "Source: our own, for review."


@dataclass(frozen=True, slots=True)
class Example:
    """
    A scenario, and where it belongs.

    Attributes:
        text: with its tags, indented as under a rule.
        file: the feature that it belongs to, from the project's folder.
        rule: the rule that it belongs under; one to be written where `line` is 0.
        line: where that rule begins.
        note: what could not be told; empty when all was.
    """

    text: str
    file: str
    rule: str
    line: int
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give it as a page is given it, with the whole of a file of its own."""
        return {
            "text": self.text,
            "file": self.file,
            "rule": self.rule,
            "line": self.line,
            "note": self.note,
            "whole": self.whole(),
        }

    def whole(self) -> str:
        """Write it as a feature of its own."""
        head = f"Feature: Tried\n\n  Rule: {self.rule}\n    {_OUR_OWN}\n\n"
        return f"{head}{self.text}\n"


def example(
    assessment: Assessment, as_of: datetime, *, about: str, plan: Plan, does: Does
) -> Example:
    """
    Tell a case as an example.

    Args:
        assessment: as posted, and taken.
        about: an intervention, or `WHOLE`.
        plan: what draws up plans.
        does: tells rows that decide something from rows that only would have.
    """
    givens = list(givens_of(assessment, as_of))
    drawn_up = read_back(givens, plan=plan)
    if drawn_up is None:
        return Example("", "", "", 0, "This case cannot be told in sentences yet.")
    case = drawn_up
    thens = of_the_whole(case.plan) if about == WHOLE else of_one(case.plan, about)
    kept = [it for it in thens if keeps(it, case, plan=plan)]
    rows = _rows(case.plan, about)
    # Where none of them can be said, as of one part of a family, the whole plan still can.
    kept = kept or list(of_the_whole(case.plan))
    text = written(_name(case, about), givens, kept)
    note = "" if fates(case.plan) == fates(plan(assessment, as_of)) else _MOVED
    return placed(
        text, rows, said=case.findings, does=does, rule=_rule(case.plan, about), note=note
    )


_MOVED = (
    "Examples are about a Monday at 09:00 UTC and count days; told so, this plan is not the same "
    "in everything. What stands below is what the example says."
)


def placed(
    text: str,
    rows: Sequence[Row],
    *,
    said: Collection[str],
    does: Does,
    rule: str,
    note: str = "",
) -> Example:
    """
    Give a scenario its tags and its place.

    A row is tagged only where it does what the example shows: a tag that no example keeps is a
    fault. Rows that are named as what is missing still say where the example belongs.

    Args:
        said: the findings that it says.
        rule: what the rule is about where none speaks of it yet.
    """
    tags = [f"@{PREFIX}{row}" for row, verb in rows if does(row) == verb][:_MOST_TAGS]
    tagged = indent("\n".join(filter(None, (" ".join(tags), text))), _UNDER_A_RULE)
    if place := place_for([row for row, _ in rows], said=said):
        return Example(tagged, place.file, place.rule, place.line, note)
    return Example(tagged, NEW_FILE, rule, 0, note)


def givens_of(
    assessment: Assessment, as_of: datetime, *, instead: Mapping[str, str] | None = None
) -> Iterator[str]:
    """
    Walk the Givens of a case, as on the examples' Monday.

    Args:
        instead: the sentences to say of some findings.
    """
    moved = on_monday(assessment, as_of)
    said = dict(told_by_finding(moved, today=MONDAY.date()))
    said |= {name: text for name, text in (instead or {}).items() if name in said}
    yield from said.values()
    yield from (text for name, text in (instead or {}).items() if name not in said)
    if ago := assessed_ago(assessment, as_of):
        yield f"the patient was assessed {ago['value']} {ago['unit']} ago"


def read_back(givens: Iterable[str], *, plan: Plan) -> Case | None:
    """Read Givens as the steps do, and draw up the plan; None when one of them cannot be read."""
    case = Case("SIMULATED-1", MONDAY)
    steps = [step_of("given", text) for text in givens] + [step_of("when", WHEN)]
    if any(perform(step, case, plan=plan, file="tried") for step in steps):
        return None
    return case


def step_of(kind: str, text: str) -> Step:
    """Make a step of a sentence as it is told, with its table in the lines below."""
    sentence, *rows = text.split("\n")
    table = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    return Step(kind.capitalize(), kind, sentence, 1, table or None)


def keeps(then: str, case: Case, *, plan: Plan) -> bool:
    """Tell whether a case keeps a promise, as the steps see it."""
    return perform(step_of("then", then), case, plan=plan, file="tried") is None


def _rows(plan: Mapping[str, Any], about: str) -> list[Row]:
    return main_rows(plan) if about == WHOLE else rows_of(plan, about)


def main_rows(plan: Mapping[str, Any]) -> list[Row]:
    """List the rows that chose the main pathway."""
    main = (it for it in plan["pathways"] if it["main"])
    return [(reason["row"], "pathway") for it in main for reason in it["because"]]


def _rule(plan: Mapping[str, Any], about: str) -> str:
    return pathway_of(plan) if about == WHOLE else title_of(about)


def _name(case: Case, about: str) -> str:
    if about == WHOLE:
        return f"{pathway_of(case.plan) or 'The whole plan'}, {_patient(case)}"
    fate = fates(case.plan).get(about, "").partition(" because ")[0].partition(" as ")[0]
    return f"{title_of(about).partition(' (')[0]} is {fate or 'not named'}, {_patient(case)}"


def _patient(case: Case) -> str:
    said = case.findings
    parts = [f"grade {said['house_brackmann']}"] if "house_brackmann" in said else []
    if isinstance(it := said.get("duration"), Mapping):
        parts.append(f"after {it['value']:g} {it['unit']}")
    return " ".join(parts) or "not graded"
