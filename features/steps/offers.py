"""What is offered, where it stands, and what it is offered with."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from features.speech.drawn_plan import (
    because,
    differs,
    fate,
    label,
    offered,
    offers_of,
    row_text,
    stage_of,
)
from features.speech.sayings import listed_words
from features.speech.sentence import then
from features.speech.words import interventions_of, title_of
from schemas.elapsed import DAYS_IN
from schemas.plan_words import STAGES


@then("{intervention} is offered")
def _offered(case, intervention):
    offers_of(case.plan, intervention)


@then("{intervention} is offered in the {stage} stage")
def _offered_in(case, intervention, stage):
    for placed in offers_of(case.plan, intervention):
        if placed.stage != stage:
            raise differs(
                f"{title_of(intervention)} in the {stage} stage", fate(case.plan, intervention)
            )


@then("{intervention} is due within {elapsed}")
def _due(case, intervention, elapsed):
    latest = case.now + timedelta(days=elapsed["value"] * DAYS_IN[elapsed["unit"]])
    for placed in offers_of(case.plan, intervention):
        by = placed.item.get("by")
        if by is None or _end_of(by) > latest:
            expected = f"{title_of(intervention)} is due by {latest:%d-%b-%Y %H:%M}"
            raise differs(
                expected,
                f"{f'by {by}' if by else 'no time is named'}\n          " + row_text([placed.item]),
            )


@then("{intervention} is offered on the {side}")
def _on_side(case, intervention, side):
    sides = [placed.item["side"] for placed in offers_of(case.plan, intervention)]
    if side not in sides and not (side == "both" and {"left", "right"} <= {*sides}):
        raise differs(
            f"{title_of(intervention)} on the {side} side", f"on the {', '.join(sides)} side"
        )


@then("{intervention} is offered as a {strength}", "{intervention} is offered as an {strength}")
def _as(case, intervention, strength):
    _each(case, intervention, "strength", strength)


@then("the offer of {intervention} is {standing}")
def _standing(case, intervention, standing):
    _each(case, intervention, "standing", standing)


@then("{intervention} is offered off label")
def _off_label(case, intervention):
    for placed in offers_of(case.plan, intervention):
        if not placed.item["off_label"]:
            raise differs(f"{title_of(intervention)} is marked off label", "it is not marked")


@then("{intervention} is offered together with {other:intervention}")
def _together(case, intervention, other):
    offers_of(case.plan, other)
    _names(case, intervention, "with", other)


@then("{intervention} is offered after {other:intervention}")
def _after(case, intervention, other):
    _names(case, intervention, "after", other)


@then("{intervention} is offered as part of {other:intervention}")
def _part_of(case, intervention, other):
    offers_of(case.plan, other)
    _each(case, intervention, "part_of", other)


@then("{intervention} has {other:intervention} as its back-up")
def _backup(case, intervention, other):
    _names(case, intervention, "backup", other)


@then("{intervention} has nothing as its back-up")
def _no_backup(case, intervention):
    for placed in offers_of(case.plan, intervention):
        if placed.item["backup"]:
            raise differs(f"{title_of(intervention)} has no back-up", fate(case.plan, intervention))


@then("{intervention} goes to {referral}", "{intervention} goes to the {referral}")
def _goes_to(case, intervention, referral):
    for placed in offers_of(case.plan, intervention):
        if referral not in placed.item["to"]:
            sent = ", ".join(listed_words("referral")[to] for to in placed.item["to"])
            raise differs(
                f"{title_of(intervention)} goes to the {listed_words('referral')[referral]}",
                f"it goes to {sent or 'nobody'}\n          " + row_text([placed.item]),
            )


@then("{intervention} is only offered if {finding} is confirmed")
def _conditional(case, intervention, finding):
    for placed in offers_of(case.plan, intervention):
        found = {it["finding"] for it in placed.item["conditional_on"]}
        _among(finding, found, f"{title_of(intervention)} waits for an answer", placed.item)


@then("{findings} must be confirmed before {intervention}")
def _must_confirm(case, findings, intervention):
    for placed in offers_of(case.plan, intervention):
        for finding in findings:
            _among(
                finding,
                {*placed.item["must_confirm"]},
                f"before {title_of(intervention)} must be confirmed",
                placed.item,
            )


@then("{intervention} carries a caution about {finding}")
def _caution(case, intervention, finding):
    for placed in offers_of(case.plan, intervention):
        found = {name for caution in placed.item["cautions"] for name in caution["findings"]}
        _among(finding, found, f"{title_of(intervention)} carries a caution about", placed.item)


@then("the reason for {intervention} names {findings}")
def _reason_names(case, intervention, findings):
    for placed in offers_of(case.plan, intervention):
        found = {name for reason in placed.item["because"] for name in reason["findings"]}
        for finding in findings:
            _among(finding, found, f"the reason for {title_of(intervention)} names", placed.item)


@then("every reason for {intervention} has a source")
def _sourced(case, intervention):
    for placed in offers_of(case.plan, intervention):
        for reason in placed.item["because"]:
            if not reason["sources"] or not {*reason["sources"]} <= case.plan["sources"].keys():
                raise differs("a source for every reason", f"none for row {reason['row']}")


@then("the plan begins with {intervention}")
def _begins(case, intervention):
    first = next(iter(offered(case.plan)), None)
    if first is None or first.item["intervention"] != intervention:
        began = title_of(first.item["intervention"]) if first else "nothing"
        why = "\n          ".join(because(first.item)) if first else ""
        raise differs(
            f"the plan begins with {title_of(intervention)}",
            f"it begins with {began}\n          {why}\n          "
            f"{title_of(intervention)}: {fate(case.plan, intervention)}",
        )


@then("{intervention} comes before {treatment}")
def _before(case, intervention, treatment):
    first = stage_of(case.plan, intervention)
    if first is None:
        offers_of(case.plan, intervention)
    for other in interventions_of(treatment):
        place = stage_of(case.plan, other)
        if place is not None and first is not None and place <= first:
            raise differs(
                f"{title_of(intervention)} before {title_of(other)}",
                f"{title_of(other)}: {fate(case.plan, other)}",
            )


@then("the eye is protected")
def _eye(case):
    earliest = min((STAGES.index(it.stage) for it in offered(case.plan)), default=0)
    for placed in offers_of(case.plan, "eye_protection"):
        if STAGES.index(placed.stage) > max(earliest, STAGES.index("protect")):
            raise differs("the eye is protected at once", fate(case.plan, "eye_protection"))


def _each(case, intervention, key, value):
    for placed in offers_of(case.plan, intervention):
        if placed.item.get(key) != value:
            raise differs(
                f"{title_of(intervention)}: {title_of(value).replace('_', ' ')}",
                fate(case.plan, intervention),
            )


def _names(case, intervention, key, other):
    for placed in offers_of(case.plan, intervention):
        if other not in placed.item[key]:
            named = ", ".join(title_of(it) for it in placed.item[key])
            raise differs(
                f"{title_of(intervention)} {key} {title_of(other)}",
                f"{key} {named or 'nothing'}\n          " + row_text([placed.item]),
            )


def _among(finding, found, what, item):
    if finding not in found:
        named = ", ".join(label(name) for name in sorted(found))
        raise differs(
            f"{what}: {label(finding)}", f"{named or 'nothing'}\n          " + row_text([item])
        )


def _end_of(said: str) -> datetime:
    if "T" in said:
        return datetime.fromisoformat(said)
    return datetime.combine(date.fromisoformat(said), time.min, UTC)
