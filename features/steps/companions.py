"""What an offer is offered with, after, as part of, and what stands behind it."""

from __future__ import annotations

from features.speech.drawn_plan import differs, fate, offers_of
from features.speech.looking import each_is, each_names
from features.speech.sentence import then
from features.speech.words import title_of


@then("{intervention} is offered together with {other:intervention}")
def _together(case, intervention, other):
    offers_of(case.plan, other)
    each_names(case.plan, intervention, "with", other)


@then("{intervention} is offered after {other:intervention}")
def _after(case, intervention, other):
    each_names(case.plan, intervention, "after", other)


@then("{intervention} is offered as part of {other:intervention}")
def _part_of(case, intervention, other):
    offers_of(case.plan, other)
    each_is(case.plan, intervention, "part_of", other)


@then("{intervention} has {other:intervention} as its back-up")
def _backup(case, intervention, other):
    each_names(case.plan, intervention, "backup", other)


@then("{intervention} has nothing as its back-up")
def _no_backup(case, intervention):
    for placed in offers_of(case.plan, intervention):
        if placed.item["backup"]:
            raise differs(f"{title_of(intervention)} has no back-up", fate(case.plan, intervention))
