"""What is held, that is next on this patient's ladder, and what opens it."""

from __future__ import annotations

from features.speech.drawn_plan import differs, fate, held_of, label
from features.speech.sentence import then
from features.speech.text import plain
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
