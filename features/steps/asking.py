"""What the plan asks about, and in which order."""

from __future__ import annotations

from itertools import chain

from features.speech.drawn_plan import Plan, differs, label
from features.speech.sentence import then
from features.speech.words import title_of


@then("the plan asks about {finding}")
def _asks(case, finding):
    if finding not in _asked(case.plan):
        raise differs(f"the plan asks about {label(finding)}", *_questions(case.plan))


@then("the plan asks about {finding} first")
def _asks_first(case, finding):
    if _asked(case.plan)[:1] != [finding]:
        raise differs(f"the plan asks about {label(finding)} first", *_questions(case.plan))


@then("the plan asks about {finding} before {other:finding}")
def _asks_before(case, finding, other):
    asked = _asked(case.plan)
    if finding not in asked or (other in asked and asked.index(other) < asked.index(finding)):
        raise differs(f"{label(finding)} is asked before {label(other)}", *_questions(case.plan))


@then("the plan does not ask about {finding}")
def _does_not_ask(case, finding):
    if finding in _asked(case.plan):
        raise differs(f"the plan does not ask about {label(finding)}", *_questions(case.plan))


@then("an answer about {finding} could add {intervention}")
def _could_add(case, finding, intervention):
    _could(case.plan, finding, intervention, "adds")


@then("an answer about {finding} could take {intervention} away")
def _could_remove(case, finding, intervention):
    _could(case.plan, finding, intervention, "removes")


def _could(plan, finding, intervention, change):
    answers = [it["answers"] for it in plan["questions"] if it["finding"] == finding]
    if not any(intervention in answer[change] for it in answers for answer in it):
        came = [f"{it['value']}: {', '.join(it[change]) or 'nothing'}" for it in chain(*answers)]
        expected = f"an answer about {label(finding)} {change} {title_of(intervention)}"
        raise differs(expected, *(came or _questions(plan)))


def _asked(plan: Plan) -> list[str]:
    return [it["finding"] for it in sorted(plan["questions"], key=lambda it: it["rank"])]


def _questions(plan: Plan) -> list[str]:
    return [label(name) for name in _asked(plan)] or ["it asks nothing"]
