"""What is not offered, and why."""

from __future__ import annotations

from features.speech.drawn_plan import differs, fate, label, left_out, offered
from features.speech.sayings import listed_words
from features.speech.sentence import then
from features.speech.values import day_of
from features.speech.words import interventions_of, title_of


@then("{treatment} is not offered", "no {treatment} is offered")
def _not_offered(case, treatment):
    _refuse_offers(case, treatment)


@then(
    "{treatment} is not offered because {reason}",
    "no {treatment} is offered because {reason}",
)
def _not_offered_because(case, treatment, reason):
    _refuse_offers(case, treatment)
    for code in interventions_of(treatment):
        kinds = [it["kind"] for it in left_out(case.plan, code)]
        if reason not in kinds:
            expected = f"{title_of(code)} is not offered because {listed_words('reason')[reason]}"
            raise differs(expected, fate(case.plan, code))


@then("{treatment} is not offered because of {findings}")
def _not_offered_because_of(case, treatment, findings):
    _refuse_offers(case, treatment)
    for code in interventions_of(treatment):
        read = {name for it in left_out(case.plan, code) for name in _findings(it)}
        for finding in findings:
            if finding not in read:
                expected = f"{title_of(code)} is not offered because of {label(finding)}"
                raise differs(expected, fate(case.plan, code))


@then("{treatment} is not offered before {day}")
def _not_before(case, treatment, day):
    expected = day_of(day, today=case.today).isoformat()
    _refuse_offers(case, treatment)
    for code in interventions_of(treatment):
        days = [it.get("until", "no day")[:10] for it in left_out(case.plan, code)]
        if expected not in days:
            came = (f"until {', '.join(days)}", fate(case.plan, code))
            raise differs(f"{title_of(code)} is not offered before {expected}", *came)


@then("every treatment that is not offered has a reason")
def _reasons(case):
    for it in case.plan["not_offered"]:
        if not it["because"] and not it["nearest"]:
            raise differs(f"a reason against {title_of(it['intervention'])}", "none is given")


def _refuse_offers(case, treatment):
    codes = interventions_of(treatment)
    for placed in offered(case.plan):
        code = placed.item["intervention"]
        if code in codes:
            raise differs(f"{title_of(code)} is not offered", fate(case.plan, code))


def _findings(it):
    for reason in it["because"]:
        yield from reason["findings"]
    yield from (near["finding"] for near in it["nearest"])
