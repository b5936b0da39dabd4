"""The page of a case that is tried: its form, the plan at once, and what can be done with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from schemas.catalogue import catalogue
from schemas.faults import Fault
from services.review.present import remarks
from services.review.present.findings import label, said
from services.review.present.items import Calendar, Dated
from services.review.present.outlook import (
    SHOWN,
    Door,
    Kind,
    Question,
    Shift,
    doors,
    left_out,
    questions,
    shifts,
)
from services.review.present.remarks import Alert, Pathway, Remark
from services.review.present.sources import Source, sources
from services.review.present.stages import Stage, stages
from services.review.present.try_form import TryForm, address, try_form
from services.review.present.words import STAGE, Sign, title, urgency
from services.review.tried_fields import KINDS, TREATMENTS, UNKNOWN, Pairs, Tried, pairs_of

Plan = Mapping[str, Any]

WHOLE = "whole"
"""What an example is about when it is about the plan as a whole."""


@dataclass(frozen=True, slots=True)
class Way:
    """A link that says one thing more, or otherwise."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding of the case, with the way to leave it out again."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class TriedPlan:
    """The plan of a case that is tried, in the words of a case page."""

    urgency: Sign
    headline: str
    conflict: bool
    act_by: Dated | None
    reassess_by: str
    as_of: str
    knowledge: str
    alerts: tuple[Alert, ...]
    flags: tuple[Remark, ...]
    differential: tuple[Remark, ...]
    pathways: tuple[Pathway, ...]
    stages: tuple[Stage, ...]
    questions: tuple[Question, ...]
    more_questions: tuple[Question, ...]
    ways: Mapping[str, tuple[Way, ...]]
    doors: tuple[Door, ...]
    shifts: tuple[Shift, ...]
    left_out: tuple[Kind, ...]
    sources: tuple[Source, ...]
    subjects: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class TryPage:
    """
    The whole page.

    Attributes:
        form: the form, filled.
        told: what is said of the patient so far.
        plan: None while nothing is said, or something is wrong.
        pairs: what an address of this case holds.
        as_json: the assessment as an EHR would post it.
        as_curl: the post itself; the key is named and never shown.
    """

    form: TryForm
    told: tuple[Told, ...]
    plan: TriedPlan | None
    is_blank: bool
    as_of: str
    pairs: Pairs
    as_json: str
    as_curl: str


def try_page(
    tried: Tried, plan: Plan | None, faults: Sequence[Fault], *, calendar: Calendar, origin: str
) -> TryPage:
    """
    Say everything about a case that is tried.

    Args:
        plan: None where there is none.
        origin: where machines would post it, without a slash at the end.
    """
    planned = plan is not None
    return TryPage(
        form=try_form(tried, faults),
        told=tuple(_told(tried)) if planned else (),
        plan=_plan(tried, plan, calendar) if plan is not None else None,
        is_blank=tried.is_blank,
        as_of=tried.as_of,
        pairs=tried.pairs,
        # Only what was checked word by word is shown as something to run.
        as_json=json.dumps(tried.assessment, indent=2, ensure_ascii=False) if planned else "",
        as_curl=_curl(tried, origin) if planned else "",
    )


def _plan(tried: Tried, plan: Plan, calendar: Calendar) -> TriedPlan:
    asked = questions(plan)
    return TriedPlan(
        urgency=urgency(plan["urgency"]),
        headline=plan["headline"],
        conflict=plan["status"] == "conflict",
        act_by=remarks.act_by(plan, calendar=calendar),
        reassess_by=calendar.when(plan["reassess_by"]),
        as_of=calendar.when(plan["as_of"]),
        knowledge=plan["knowledge"]["version"],
        alerts=remarks.alerts(plan),
        flags=remarks.flags(plan),
        differential=remarks.differential(plan),
        pathways=remarks.pathways(plan),
        stages=stages(plan, calendar=calendar),
        questions=asked[:SHOWN],
        more_questions=asked[SHOWN:],
        ways={it["finding"]: tuple(_ways(tried, it)) for it in plan["questions"]},
        doors=doors(plan, calendar=calendar),
        shifts=shifts(plan),
        left_out=left_out(plan, calendar=calendar),
        sources=sources(plan),
        subjects=tuple(_subjects(plan)),
    )


def _told(tried: Tried) -> Iterator[Told]:
    for name in KINDS:
        value = tried.assessment.get(name, UNKNOWN)
        if value != UNKNOWN or tried.typed(name):
            yield Told(label(name), said(name, value), address(tried.with_said(name)))


def _ways(tried: Tried, question: Mapping[str, Any]) -> Iterator[Way]:
    """Walk the answers to a question, each as the case with that answer."""
    name = question["finding"]
    finding = catalogue().findings.get(name)
    if finding is None or finding.kind == "elapsed":
        yield Way("tell it in the form", "#field-duration")
        return
    if finding.kind == "treatments":
        yield Way("nothing has been tried", address(tried.with_said(name, "none")))
        yield Way("tell it in the form", f"#{TREATMENTS}")
    elif finding.words:
        words = [(word.code, word.text) for word in finding.words]
        words += [("none", "none, looked for")] if finding.kind == "list" else []
        for code, text in words:
            yield Way(text, address(tried.with_said(name, code)))
    else:
        for answer in question["answers"]:
            text = f"{answer['value']:g} {finding.unit or ''}".strip()
            yield Way(text, address(tried.with_said(name, f"{answer['value']:g}")))


def _subjects(plan: Plan) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Walk what an example can be about: by stage what is offered or held, then what is not."""
    for stage in plan["stages"]:
        codes = [it["intervention"] for it in (*stage["items"], *stage["held"])]
        yield STAGE.get(stage["stage"], stage["stage"]), _titled(codes)
    left = [it["intervention"] for it in plan["not_offered"] if it["kind"] != "not_indicated"]
    held = {it["intervention"] for stage in plan["stages"] for it in stage["held"]}
    yield "Not offered", _titled([code for code in left if code not in held])


def _titled(codes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, title(code)) for code in dict.fromkeys(codes))


def _curl(tried: Tried, origin: str) -> str:
    query = f"?as_of={tried.as_of.replace('+', '%2B')}" if tried.as_of else ""
    body = json.dumps(tried.assessment, ensure_ascii=True).replace("'", "\\u0027")
    return "\n".join(
        (
            f"curl -sS '{origin}/v1/plans/preview{query}' \\",
            '  -H "Authorization: Bearer $FACIALIS_KEY" \\',
            "  -H 'Content-Type: application/json' \\",
            f"  --data '{body}'",
        )
    )


TIPS: Mapping[str, str] = MappingProxyType(
    {
        name: catalogue().findings[name].label
        for name in ("duration", "house_brackmann", "synkinesis", "age_years")
    }
)
"""What may be told otherwise to find where a plan tips."""


@dataclass(frozen=True, slots=True)
class Tip:
    """
    A place where the plan changes.

    Attributes:
        below: the last value before it, as a link to the case with that value.
        above: the first value after it.
        changes: what changes.
        beyond: whether this case lies beyond it.
        example: the outline that guards it.
    """

    below: Way
    above: Way
    changes: tuple[str, ...]
    beyond: bool
    example: Mapping[str, Any]


def tip_table(tried: Tried, tipping: Mapping[str, Any]) -> tuple[Tip, ...]:
    """Say where a plan tips, from the lowest value to the highest."""
    over = tipping["over"]

    def way(side: Mapping[str, str]) -> Way:
        return Way(side["text"], address(tried.with_said(over, side["typed"])))

    return tuple(
        Tip(
            way(tip["below"]),
            way(tip["above"]),
            tuple(f"{it['what']}: {it['before']} → {it['after']}" for it in tip["changes"]),
            tip["beyond"],
            tip["example"],
        )
        for tip in tipping["tips"]
    )


def read_again(example: Mapping[str, Any]) -> Pairs:
    """Give the address that holds the case of an example that was read."""
    return pairs_of(example["assessment"], as_of=example["as_of"])
