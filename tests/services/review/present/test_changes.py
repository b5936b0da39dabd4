"""What a plan says otherwise than the one before."""

from __future__ import annotations

import pytest

from services.review.present.changes import changes
from services.review.present.items import Calendar
from services.review.present.words import title
from tests.services.review.builders import NOON, a_held, a_plan, a_stage, an_item

TOXIN = title("botulinum_toxin_synkinesis")


def plan(*items, stage="rehabilitate", held=(), **changed):
    return a_plan(stages=[a_stage(stage, *items, held=held)], **changed)


def toxin(**changed):
    return an_item("botulinum_toxin_synkinesis", **changed)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (plan(), plan(toxin()), f"{TOXIN} added to rehabilitate"),
        (plan(toxin()), plan(), f"{TOXIN} no longer offered"),
        (
            plan(toxin()),
            plan(toxin(), stage="refine"),
            f"{TOXIN} moved from rehabilitate to refine",
        ),
        (
            plan(toxin(strength="option")),
            plan(toxin(strength="strong")),
            f"{TOXIN}: strongly recommended (was option)",
        ),
        (
            plan(toxin(by="2026-12-01")),
            plan(toxin(by="2026-12-09", approximate=["by"])),
            f"{TOXIN}: now by about 09-Dec-2026",
        ),
        (plan(toxin()), plan(toxin(side="right")), f"{TOXIN}: right, the other side"),
        (plan(toxin()), plan(toxin(standing="in_doubt")), f"{TOXIN}: now in doubt"),
        (plan(toxin(standing="in_doubt")), plan(toxin()), f"{TOXIN}: now certain"),
        (plan(urgency="soon"), plan(urgency="urgent"), "Urgency: urgent (was soon)"),
        (plan(side="left"), plan(side="right"), "Side: right (was left)"),
        (plan(), plan(status="conflict"), "The findings now contradict each other"),
        (
            plan(),
            plan(held=(a_held("botulinum_toxin_synkinesis"),)),
            f"{TOXIN} is held for later",
        ),
        (
            plan(held=(a_held("botulinum_toxin_synkinesis"),)),
            plan(),
            f"{TOXIN} is no longer held",
        ),
        (
            plan(),
            plan(alerts=[{"code": "eye", "text": "Look at the eye.", "urgency": "soon"}]),
            "New alert: Look at the eye.",
        ),
    ],
)
def test_each_change_is_one_sentence(before, after, said):
    assert changes(before, after, calendar=Calendar(NOON)) == (said,)


def test_a_held_item_that_opened_is_only_said_to_be_added():
    before = plan(held=(a_held("botulinum_toxin_synkinesis"),))
    told = changes(before, plan(toxin()), calendar=Calendar(NOON))
    assert told == (f"{TOXIN} added to rehabilitate",)


def test_plans_that_read_the_same_changed_nothing():
    assert changes(plan(toxin()), plan(toxin()), calendar=Calendar(NOON)) == ()
