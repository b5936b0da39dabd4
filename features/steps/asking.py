"""What the plan asks about, and in which order."""

from __future__ import annotations

from features.speech.drawn_plan import Plan, differs, label
from features.speech.sentence import then


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


def _asked(plan: Plan) -> list[str]:
    return [it["finding"] for it in sorted(plan["questions"], key=lambda it: it["rank"])]


def _questions(plan: Plan) -> list[str]:
    return [label(name) for name in _asked(plan)] or ["it asks nothing"]
