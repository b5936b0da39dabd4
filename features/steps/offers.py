"""What is offered, how firmly, by when, and where it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from features.speech.drawn_plan import (
    because,
    differs,
    fate,
    offered,
    offers_of,
    stage_of,
)
from features.speech.looking import each_is
from features.speech.sayings import listed_words
from features.speech.sentence import then
from features.speech.values import day_of
from features.speech.words import interventions_of, title_of
from schemas.elapsed import DAYS_IN


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
            said = f"by {by}" if by else "no time is named"
            raise differs(expected, said, *because(placed.item))


@then("{intervention} is due by {day}")
def _due_by(case, intervention, day):
    _dated(case, intervention, "by", day)


@then("{intervention} may be done until {day}")
def _closes(case, intervention, day):
    _dated(case, intervention, "closes", day)


@then("{intervention} is offered until {day}")
def _until(case, intervention, day):
    _dated(case, intervention, "until", day)


@then("{intervention} is offered on the {side}")
def _on_side(case, intervention, side):
    sides = [placed.item["side"] for placed in offers_of(case.plan, intervention)]
    if side not in sides and not (side == "both" and {"left", "right"} <= {*sides}):
        raise differs(
            f"{title_of(intervention)} on the {side} side", f"on the {', '.join(sides)} side"
        )


@then("{intervention} is offered as a {strength}", "{intervention} is offered as an {strength}")
def _as(case, intervention, strength):
    each_is(case.plan, intervention, "strength", strength)


@then("the offer of {intervention} is {standing}")
def _standing(case, intervention, standing):
    each_is(case.plan, intervention, "standing", standing)


@then("{intervention} is offered off label")
def _off_label(case, intervention):
    for placed in offers_of(case.plan, intervention):
        if not placed.item["off_label"]:
            raise differs(f"{title_of(intervention)} is marked off label", "it is not marked")


@then("{intervention} goes to {referral}", "{intervention} goes to the {referral}")
def _goes_to(case, intervention, referral):
    for placed in offers_of(case.plan, intervention):
        if referral not in placed.item["to"]:
            sent = ", ".join(listed_words("referral")[to] for to in placed.item["to"])
            expected = f"{title_of(intervention)} goes to {listed_words('referral')[referral]}"
            raise differs(expected, f"it goes to {sent or 'nobody'}", *because(placed.item))


@then("the plan begins with {intervention}")
def _begins(case, intervention):
    first = next(iter(offered(case.plan)), None)
    if first is None or first.item["intervention"] != intervention:
        began = title_of(first.item["intervention"]) if first else "nothing"
        why = because(first.item) if first else ()
        own = f"{title_of(intervention)}: {fate(case.plan, intervention)}"
        expected = f"the plan begins with {title_of(intervention)}"
        raise differs(expected, f"it begins with {began}", *why, own)


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
    first = next((it.stage for it in offered(case.plan)), "")
    for placed in offers_of(case.plan, "eye_protection"):
        if placed.stage != first:
            raise differs("the eye is protected at once", fate(case.plan, "eye_protection"))


def _dated(case, intervention, key, day):
    expected = day_of(day, today=case.today).isoformat()
    for placed in offers_of(case.plan, intervention):
        said = placed.item.get(key, "")
        if said[:10] != expected:
            came = f"{key} {said}" if said else "no day is named"
            raise differs(
                f"{title_of(intervention)}: {key} {expected}", came, *because(placed.item)
            )


def _end_of(said: str) -> datetime:
    if "T" in said:
        return datetime.fromisoformat(said)
    return datetime.combine(date.fromisoformat(said), time.min, UTC)
