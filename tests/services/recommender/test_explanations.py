"""Explanations hold: what is named suffices, and what takes an item away is named where it went."""

from __future__ import annotations

from functools import cache
from random import Random

from schemas.catalogue import catalogue
from schemas.plan_words import STRENGTHS
from tests.services.recommender.real_plans import drawn, items, knowledge, plan_of

ONSET = {"duration", "onset_date", "onset_at"}
ALWAYS = {"patient_ref", "house_brackmann", "synkinesis", "assessed_at", "received_at"}
RECORD = {"assessment_id", "client"}
MOMENTS = {"assessed_at", "received_at"}


@cache
def patients():
    return [found for found in drawn(90, seed=31) if found.get("side") != "bilateral"]


def named(item):
    """Every finding that an item names: behind its rows, its conditions and its doubts."""
    behind = {name for reason in item["because"] for name in reason["findings"]}
    conditions = {condition["finding"] for condition in item["conditional_on"]}
    return behind | conditions | {*item["must_confirm"], *item["in_doubt"]}


def test_what_an_item_names_suffices_for_it():
    for assessment in patients():
        for code, item in items(plan_of(assessment)).items():
            kept = ALWAYS | RECORD | ONSET | named(item)
            alone = {name: value for name, value in assessment.items() if name in kept}
            again = items(plan_of(alone))
            assert code in again, (code, sorted(named(item)))
            # A blank may make it more pressing, never less.
            assert STRENGTHS.index(again[code]["strength"]) <= STRENGTHS.index(item["strength"])


def test_a_finding_that_takes_an_item_away_was_named_by_it_or_is_where_it_went():
    chance = Random(37)
    changed = 0
    for assessment in patients()[:40]:
        before = items(plan_of(assessment))
        for name, value in changes(assessment, chance):
            after = plan_of({**assessment, name: value})
            for entry in after["not_offered"]:
                item = before.get(entry["intervention"])
                if item is not None:
                    changed += 1
                    told = {one for reason in entry["because"] for one in reason["findings"]}
                    nearest = {one["finding"] for one in entry["nearest"]}
                    everything = told | nearest | named(item)
                    assert name in everything, (entry["intervention"], name, value)
    assert changed > 10


def test_what_a_reason_does_not_name_never_takes_the_reason_away():
    chance = Random(41)
    changed = 0
    for assessment in patients()[:30]:
        before = items(plan_of(assessment))
        for found in everything_changed_but_one(assessment, chance):
            after = items(plan_of(found))
            for code in before.keys() & after.keys():
                given = {reason["row"] for reason in after[code]["because"]}
                for reason in before[code]["because"]:
                    if reason["row"] in SPOKEN_FOR and as_before(reason, found):
                        changed += 1
                        assert reason["row"] in given, (code, reason)
    assert changed > 1000


SPOKEN_FOR = frozenset(row.id for row in knowledge().rows if not row.companion)
"""Rows that rest on findings alone; companions also go when what they stand beside is barred."""


def as_before(reason, assessment):
    return all(assessment.get(n, "unknown") == value for n, value in reason["findings"].items())


def everything_changed_but_one(assessment, chance):
    """The findings of somebody else, but for some that stay as they were."""
    for other in drawn(6, seed=chance.randrange(10_000)):
        if other.get("side") == "bilateral":
            continue
        strange = {name: value for name, value in other.items() if name not in RECORD | MOMENTS}
        kept = [name for name in assessment if name not in RECORD | MOMENTS]
        kept = set(chance.sample(kept, max(1, 3 * len(kept) // 4)))
        if kept & ONSET:
            strange = {name: value for name, value in strange.items() if name not in ONSET}
        mixed = {name: value for name, value in assessment.items() if name in kept}
        yield {**strange, **mixed, **{name: assessment[name] for name in MOMENTS}}


def changes(assessment, chance):
    """Other answers, one at a time, to findings of a single word."""
    findings = [
        finding
        for finding in catalogue().findings.values()
        if finding.kind in ("word", "yes_no") and finding.name not in ("side", "house_brackmann")
    ]
    for finding in chance.sample(findings, 12):
        word = chance.choice(finding.words).code
        if assessment.get(finding.name) != word:
            yield finding.name, word


def test_what_is_nearest_gets_an_item_offered_or_meets_a_bar_that_was_not_in_sight():
    tried = offered = 0
    for assessment in patients()[:40]:
        for entry in plan_of(assessment)["not_offered"]:
            answers = [answer_to(near) for near in entry["nearest"]]
            # A companion also waits for what it stands beside.
            alone = entry["because"][0]["row"] in SPOKEN_FOR
            if entry["kind"] != "not_indicated" or not answers or None in answers or not alone:
                continue
            after = plan_of(assessment | dict(answers))
            left = {one["intervention"]: one["kind"] for one in after["not_offered"]}
            tried += 1
            offered += entry["intervention"] in items(after)
            assert left.get(entry["intervention"]) != "not_indicated", entry
    assert tried > 100
    assert offered > 0.9 * tried


def answer_to(near):
    """What is nearest as an answer that can be posted; None for numbers and treatments."""
    finding = catalogue().findings.get(near["finding"])
    if finding is None or finding.kind not in ("word", "yes_no", "list"):
        return None
    word = near["to"][0]
    return finding.name, [word] if finding.kind == "list" else word


def test_when_what_is_nearest_is_so_something_else_is_said_of_the_item():
    words = {
        name: {word.code for word in finding.words}
        for name, finding in catalogue().findings.items()
        if finding.kind in ("word", "yes_no")
    }
    tried = 0
    for assessment in patients()[:25]:
        for entry in plan_of(assessment)["not_offered"]:
            near = entry["nearest"]
            if len(near) != 1 or near[0]["to"][0] not in words.get(near[0]["finding"], ()):
                continue
            answered = {**assessment, near[0]["finding"]: near[0]["to"][0]}
            left = {one["intervention"]: one for one in plan_of(answered)["not_offered"]}
            tried += 1
            assert left.get(entry["intervention"]) != entry
            if tried > 60:
                return
    assert tried > 10
