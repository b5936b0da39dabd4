"""The plan as a whole: its urgency, its pathway, what it warns of, and how long it holds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from features.speech.drawn_plan import Plan, because, differs, fate, label
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
        raise differs(f"the urgency is {_said(urgency)}", *_why_urgent(case.plan))


@then("the urgency is at least {urgency}")
def _urgency_at_least(case, urgency):
    if URGENCIES.index(case.plan["urgency"]) > URGENCIES.index(urgency):
        raise differs(f"the urgency is at least {_said(urgency)}", *_why_urgent(case.plan))


@then("the plan is in conflict")
def _conflict(case):
    if case.plan["status"] != "conflict":
        raise differs("the plan is in conflict", f"it is {case.plan['status']}")


@then("the plan is not in conflict")
def _no_conflict(case):
    if case.plan["status"] == "conflict":
        raise differs("the plan is not in conflict", *_remarks(case.plan))


@then("the main pathway is {pathway}")
def _main(case, pathway):
    main = [it for it in case.plan["pathways"] if it["main"]]
    if not any(key(pathway) in map(key, (it["archetype"], it["title"])) for it in main):
        came = [(f"{it['archetype']} {it['title']}", *because(it)) for it in main]
        raise differs(f"the main pathway is {pathway}", *(chain(*came) if came else ["none"]))


@then("the plan also follows {pathway}")
def _beside(case, pathway):
    beside = [it for it in case.plan["pathways"] if not it["main"]]
    if not any(key(pathway) in map(key, (it["archetype"], it["title"])) for it in beside):
        came = [f"{it['archetype']} {it['title']}" for it in beside]
        raise differs(f"the plan also follows {pathway}", *(came or ["no other"]))


@then("the plan does not say {quoted}")
def _does_not_say(case, quoted):
    texts = [case.plan["headline"], *_remarks(case.plan)]
    for text in texts:
        if quoted.casefold() in plain(text).casefold():
            raise differs(f'the plan does not say "{quoted}"', text)


@then("the plan does not point out {findings}")
def _does_not_point_out(case, findings):
    for flag in case.plan["flags"]:
        for finding in findings:
            if finding in flag["findings"]:
                raise differs(f"the plan does not point out {label(finding)}", flag["text"])


@then("the plan says {quoted}")
def _says(case, quoted):
    texts = [case.plan["headline"], *_remarks(case.plan)]
    if not any(quoted.casefold() in plain(text).casefold() for text in texts):
        raise differs(f'the plan says "{quoted}"', *texts)


@then("the plan points out {findings}")
def _points_out(case, findings):
    found = {name for flag in case.plan["flags"] for name in flag["findings"]}
    for finding in findings:
        if finding not in found:
            remarks = list(_remarks(case.plan)) or ["nothing"]
            raise differs(f"the plan points out {label(finding)}", *remarks)


@then("the plan thinks of {cause}")
def _thinks_of(case, cause):
    causes = catalogue().findings["cause"]
    cause = value_of(causes, cause, today=case.today)
    found = [it["cause"] for it in case.plan["differential"]]
    if cause not in found:
        said = ", ".join(causes.text_of(it) for it in found)
        raise differs(f"the plan thinks of {causes.text_of(cause)}", said or "no cause")


@then(
    "if nothing else changes, {intervention} opens on {day}",
    "the door to {intervention} opens on {day}",
)
def _opens(case, intervention, day):
    _door(case, intervention, day, change="adds")


@then(
    "if nothing else changes, {intervention} closes on {day}",
    "the door to {intervention} closes on {day}",
)
def _closes(case, intervention, day):
    _door(case, intervention, day, change="removes")


@then("the patient is seen again by {day}")
def _again(case, day):
    expected = day_of(day, today=case.today).isoformat()
    if case.plan["reassess_by"] != expected:
        raise differs(f"seen again by {expected}", f"by {case.plan['reassess_by']}")


@then("if {finding} were {word}, {intervention} would be offered")
def _would_be_offered(case, finding, word, intervention):
    _instead(case.plan, finding, word, intervention, "adds")


@then("if {finding} were {word}, {intervention} would no longer be offered")
def _would_not_be_offered(case, finding, word, intervention):
    _instead(case.plan, finding, word, intervention, "removes")


@then("the plan is old after {day}")
def _stale(case, day):
    expected = day_of(day, today=case.today).isoformat()
    if case.plan["stale_after"] != expected:
        raise differs(f"the plan is old after {expected}", f"after {case.plan['stale_after']}")


def _door(case, intervention, day, *, change):
    expected = day_of(day, today=case.today).isoformat()
    doors = [it for it in case.plan["horizon"] if intervention in it[change]]
    if not any(it["on"][:10] == expected for it in doors):
        said = ", ".join(f"{it['on']} ({it['at']})" for it in doors) or "on no day"
        raise differs(
            f"{title_of(intervention)} on {expected}", said, fate(case.plan, intervention)
        )


def _instead(plan, finding, word, intervention, change):
    shifts = [it for it in plan["sensitivity"] if it["finding"] == finding]
    said = [it for it in shifts if key(str(it["to"])) == key(word)]
    if not any(intervention in it[change] for it in said):
        came = [f"{it['to']}: {', '.join(it[change]) or 'nothing'}" for it in shifts]
        expected = f"with {label(finding)} {word} it {change} {title_of(intervention)}"
        raise differs(expected, *(came or ["nothing is said of another value"]))


def _remarks(plan: Plan) -> Iterator[str]:
    yield from (it["text"] for it in (*plan["alerts"], *plan["flags"]))


def _why_urgent(plan: Plan) -> Iterator[str]:
    yield _said(plan["urgency"])
    for stage in plan["stages"]:
        for item in stage["items"]:
            if item.get("by"):
                yield f"{item['title']} by {item['by']}"
    yield from _remarks(plan)


def _said(urgency: str) -> str:
    return listed_words("urgency")[urgency]
