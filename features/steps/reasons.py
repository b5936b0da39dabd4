"""Why something is offered, and what must still be known or minded."""

from __future__ import annotations

from features.speech.drawn_plan import differs, label, offers_of
from features.speech.looking import among
from features.speech.sentence import then
from features.speech.words import title_of


@then("{intervention} is only offered if {finding} is confirmed")
def _conditional(case, intervention, finding):
    for placed in offers_of(case.plan, intervention):
        found = {it["finding"] for it in placed.item["conditional_on"]}
        among(
            finding, found, what=f"{title_of(intervention)} waits for an answer", item=placed.item
        )


@then("{findings} must be confirmed before {intervention}")
def _must_confirm(case, findings, intervention):
    for placed in offers_of(case.plan, intervention):
        for finding in findings:
            found = placed.item["must_confirm"]
            what = f"before {title_of(intervention)} must be confirmed"
            among(finding, found, what=what, item=placed.item)


@then("{intervention} carries a caution about {finding}")
def _caution(case, intervention, finding):
    for placed in offers_of(case.plan, intervention):
        found = {name for caution in placed.item["cautions"] for name in caution["findings"]}
        among(
            finding,
            found,
            what=f"{title_of(intervention)} carries a caution about",
            item=placed.item,
        )


@then("{intervention} carries no caution about {finding}")
def _no_caution(case, intervention, finding):
    for placed in offers_of(case.plan, intervention):
        for caution in placed.item["cautions"]:
            if finding in caution["findings"]:
                expected = f"{title_of(intervention)} without a caution about {label(finding)}"
                raise differs(expected, caution["text"])


@then("the reason for {intervention} names {findings}")
def _reason_names(case, intervention, findings):
    for placed in offers_of(case.plan, intervention):
        found = {name for reason in placed.item["because"] for name in reason["findings"]}
        for finding in findings:
            among(
                finding,
                found,
                what=f"the reason for {title_of(intervention)} names",
                item=placed.item,
            )


@then("every reason for {intervention} has a source")
def _sourced(case, intervention):
    for placed in offers_of(case.plan, intervention):
        for reason in placed.item["because"]:
            if not reason["sources"] or not {*reason["sources"]} <= case.plan["sources"].keys():
                raise differs("a source for every reason", f"none for row {reason['row']}")
