"""What is held, that is next on this patient's ladder, and what opens it."""

from __future__ import annotations

from features.speech.drawn_plan import differs, fate, held_of, label
from features.speech.sentence import then
from features.speech.text import plain
from features.speech.values import day_of
from features.speech.words import title_of


@then("{intervention} is held")
def _held(case, intervention):
    held_of(case.plan, intervention)


@then("{intervention} is held in the {stage} stage")
def _held_in(case, intervention, stage):
    for placed in held_of(case.plan, intervention):
        if placed.stage != stage:
            raise differs(
                f"{title_of(intervention)} held in {stage}", fate(case.plan, intervention)
            )


@then("{intervention} is held until {quoted}")
def _held_until(case, intervention, quoted):
    texts = [
        plain(opening["text"])
        for placed in held_of(case.plan, intervention)
        for opening in placed.item["opens_when"]
    ]
    if not any(quoted.casefold() in text.casefold() for text in texts):
        raise differs(
            f'{title_of(intervention)} is held until "{quoted}"', fate(case.plan, intervention)
        )


@then("{intervention} is held, and opens on {day}")
def _held_opening_on(case, intervention, day):
    expected = day_of(day, today=case.today).isoformat()
    for placed in held_of(case.plan, intervention):
        if placed.item.get("on", "")[:10] != expected:
            came = placed.item.get("on") or "no day is named"
            raise differs(f"{title_of(intervention)} opens on {expected}", came)


@then("{intervention} waits for {findings}")
def _waits_for(case, intervention, findings):
    found = {
        opening["finding"]
        for placed in held_of(case.plan, intervention)
        for opening in placed.item["opens_when"]
    }
    for finding in findings:
        if finding not in found:
            expected = f"{title_of(intervention)} waits for {label(finding)}"
            raise differs(expected, fate(case.plan, intervention))
