"""The plan as a whole: its urgency, warnings, questions and outlook."""

from __future__ import annotations

from features.speech.drawn_plan import because, differs, fate, label
from features.speech.sayings import listed_words
from features.speech.sentence import then
from features.speech.text import key, plain
from features.speech.values import day_of, value_of
from features.speech.words import title_of
from schemas.catalogue import catalogue
from schemas.plan_words import URGENCIES


@then("the urgency is {urgency}")
def _urgency(case, urgency):
    if case.plan["urgency"] != urgency:
        raise differs(f"the urgency is {_urgency_text(urgency)}", _why_urgent(case))


@then("the urgency is at least {urgency}")
def _urgency_at_least(case, urgency):
    if URGENCIES.index(case.plan["urgency"]) > URGENCIES.index(urgency):
        raise differs(f"the urgency is at least {_urgency_text(urgency)}", _why_urgent(case))


@then("the plan is in conflict")
def _conflict(case):
    if case.plan["status"] != "conflict":
        raise differs("the plan is in conflict", f"it is {case.plan['status']}")


@then("the plan is not in conflict")
def _no_conflict(case):
    if case.plan["status"] == "conflict":
        raise differs("the plan is not in conflict", "\n          ".join(_remarks(case.plan)))


@then("the main pathway is {pathway}")
def _main(case, pathway):
    main = [it for it in case.plan["pathways"] if it["main"]]
    if not any(key(pathway) in map(key, (it["archetype"], it["title"])) for it in main):
        raise differs(f"the main pathway is {pathway}", _pathways(main))


@then("the plan says {quoted}")
def _says(case, quoted):
    texts = [case.plan["headline"], *_remarks(case.plan)]
    if not any(quoted.casefold() in plain(text).casefold() for text in texts):
        raise differs(f'the plan says "{quoted}"', "\n          ".join(texts))


@then("the plan points out {findings}")
def _points_out(case, findings):
    found = {name for flag in case.plan["flags"] for name in flag["findings"]}
    for finding in findings:
        if finding not in found:
            remarks = "\n          ".join(_remarks(case.plan)) or "nothing"
            raise differs(f"the plan points out {label(finding)}", remarks)


@then("the plan thinks of {cause}")
def _thinks_of(case, cause):
    causes = catalogue().findings["cause"]
    cause = value_of(causes, cause, today=case.today)
    found = [it["cause"] for it in case.plan["differential"]]
    if cause not in found:
        said = ", ".join(causes.text_of(it) for it in found)
        raise differs(f"the plan thinks of {causes.text_of(cause)}", said or "no cause")


@then("the plan asks about {finding}")
def _asks(case, finding):
    if finding not in _asked(case.plan):
        raise differs(f"the plan asks about {label(finding)}", _questions(case.plan))


@then("the plan asks about {finding} first")
def _asks_first(case, finding):
    if _asked(case.plan)[:1] != [finding]:
        raise differs(f"the plan asks about {label(finding)} first", _questions(case.plan))


@then("the plan asks about {finding} before {other:finding}")
def _asks_before(case, finding, other):
    asked = _asked(case.plan)
    if finding not in asked or (other in asked and asked.index(other) < asked.index(finding)):
        raise differs(f"{label(finding)} is asked before {label(other)}", _questions(case.plan))


@then("the plan does not ask about {finding}")
def _does_not_ask(case, finding):
    if finding in _asked(case.plan):
        raise differs(f"the plan does not ask about {label(finding)}", _questions(case.plan))


@then("if nothing else changes, {intervention} opens on {day}")
def _opens(case, intervention, day):
    _door(case, intervention, day, "adds")


@then("if nothing else changes, {intervention} closes on {day}")
def _closes(case, intervention, day):
    _door(case, intervention, day, "removes")


@then("the plan is old after {day}")
def _stale(case, day):
    expected = day_of(day, today=case.today).isoformat()
    if case.plan["stale_after"] != expected:
        raise differs(f"the plan is old after {expected}", f"after {case.plan['stale_after']}")


def _door(case, intervention, day, change):
    expected = day_of(day, today=case.today).isoformat()
    doors = [it for it in case.plan["horizon"] if intervention in it[change]]
    if not any(it["on"][:10] == expected for it in doors):
        said = ", ".join(f"{it['on']} ({it['at']})" for it in doors)
        raise differs(
            f"{title_of(intervention)} on {expected}",
            f"{said or 'on no day'}\n          {fate(case.plan, intervention)}",
        )


def _asked(plan):
    return [it["finding"] for it in sorted(plan["questions"], key=lambda it: it["rank"])]


def _questions(plan):
    return "\n          ".join(label(name) for name in _asked(plan)) or "it asks nothing"


def _remarks(plan):
    return [it["text"] for it in (*plan["alerts"], *plan["flags"])]


def _pathways(pathways):
    said = [f"{it['archetype']} {it['title']}: {'; '.join(because(it))}" for it in pathways]
    return "\n          ".join(said) or "there is none"


def _urgency_text(urgency):
    return listed_words("urgency")[urgency]


def _why_urgent(case):
    due = [
        f"{item['title']} by {item['by']}"
        for stage in case.plan["stages"]
        for item in stage["items"]
        if item.get("by")
    ]
    said = [_urgency_text(case.plan["urgency"]), *due, *_remarks(case.plan)]
    return "\n          ".join(said)
