"""Planning again what was assessed: with the same tables, or with others."""

from __future__ import annotations

import json

from features.speech.drawn_plan import differs
from features.speech.other_tables import with_window
from features.speech.posting import eventually, plan_of
from features.speech.sentence import given, then, when


@given("a line on which nobody was assessed yet")
def _anew(line_here):
    line_here.begin_anew()


@when("the line is stopped and started again")
def _again(line_here):
    line_here.rest()
    line_here.start()


@when("all assessments are planned again with the same tables")
def _replayed(case, line_here, doors):
    _replay(case, line_here, doors)


@when(
    "all assessments are planned again with tables in which the window {quoted} is {other:quoted}"
)
def _replayed_otherwise(case, line_here, doors, tmp_path, quoted, other):
    tables = with_window(quoted, other, folder=tmp_path / "pathways")
    _replay(case, line_here, doors, "--knowledge", str(tables))


@then("{number} plans say something new", "{number} plan says something new")
def _news(case, number):
    counts = case.replayed
    if counts["changed"] + counts["new"] != number:
        came = f"{counts['changed']} changed, {counts['new']} new, {counts['unchanged']} unchanged"
        raise differs(f"{number} plans say something new", came)


def _replay(case, line_here, doors, *words):
    """Do as an operator does: stop the line, plan again, start it."""
    line_here.rest()
    case.replayed = json.loads(line_here.command("replay", "--json", *words))
    line_here.start()
    before = case.plans[-1]["plan_id"] if case.plans else None
    if case.sent and case.replayed["changed"]:
        eventually(lambda: plan_of(doors, case.sent_id)["plan_id"] != before)
    if case.sent:
        case.keep(plan_of(doors, case.sent_id), drawn_from=case.drawn_from[-1])
