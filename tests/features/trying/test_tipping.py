"""Where a plan tips is found to the hour, the day, the grade, the year; an outline guards it."""

from __future__ import annotations

import pytest

from features.speech.drawn_plan import offered
from features.trying.tipping import points_of
from schemas.catalogue import catalogue
from tests.features.conftest import ROOT
from tests.features.trying.planning import a_case, trying
from tests.features.trying.test_example import CASES, CONFTEST

OVER = ("duration", "house_brackmann", "synkinesis", "age_years")


def tipping(assessment, over):
    return trying().tipping(assessment, as_of="", over=over)


def limits(found):
    return [(tip["below"]["text"], tip["above"]["text"]) for tip in found["tips"]]


def an_acute_palsy():
    return a_case(synkinesis="none", house_brackmann="V", duration={"value": 30, "unit": "hours"})


def test_the_window_of_the_corticosteroid_closes_after_the_72nd_hour():
    found = tipping(an_acute_palsy(), "duration")

    assert ("72 hours", "73 hours") in limits(found)


def test_toxin_opens_on_the_90th_day():
    found = tipping(a_case(), "duration")
    tip = next(it for it in found["tips"] if it["above"]["text"] == "90 days")

    toxin = next(it for it in tip["changes"] if it["what"] == "Botulinum toxin for synkinesis")
    assert (toxin["before"], toxin["after"]) == ("held", "offered as a recommendation")
    assert tip["beyond"], "after 14 months the case lies beyond it"


@pytest.mark.parametrize("over", OVER)
def test_on_both_sides_of_a_tip_the_plans_differ_as_it_says(over):
    for tip in tipping(an_acute_palsy(), over)["tips"]:
        for it in tip["changes"]:
            assert it["before"] != it["after"]


def test_no_tip_is_missed_among_the_days_of_the_first_year():
    found = {tip["above"]["text"] for tip in tipping(a_case(), "duration")["tips"]}
    before = None
    for days in range(14, 400):
        plan = trying().plan(a_case(duration={"value": days, "unit": "days"}), as_of="")
        now = {it.item["intervention"] for it in offered(plan)}
        if before is not None and now != before:
            assert f"{days} days" in found
        before = now


def test_a_finding_that_changes_nothing_has_no_tip():
    found = tipping(a_case(house_brackmann="I", synkinesis="none"), "age_years")

    assert found["tips"] == []


def test_a_case_lies_where_it_was_told():
    told = tipping(a_case(), "house_brackmann")

    assert told["own"] == "This case: III – moderate"
    assert [it["beyond"] for it in told["tips"]] == sorted(
        (it["beyond"] for it in told["tips"]), reverse=True
    )


def test_a_limit_is_tried_just_inside_on_it_and_just_outside():
    duration = catalogue().findings["duration"]

    assert [it.text for it in points_of(duration, (72.0, 72.0))] == [
        "71 hours",
        "72 hours",
        "73 hours",
    ]
    assert [it.text for it in points_of(duration, (2160.0,))] == ["89 days", "90 days", "91 days"]
    fourteen = [it.text for it in points_of(duration, (336.0,))]
    assert fourteen == ["13 days", "335 hours", "14 days", "15 days"]


def test_an_outline_reads_as_one_that_somebody_wrote():
    found = tipping(a_case(), "duration")
    tip = next(it for it in found["tips"] if it["above"]["text"] == "90 days")
    text = tip["example"]["text"]

    assert "@boundary" in text
    assert "And the palsy began <time> ago" in text
    assert [line.split("|")[1].strip() for line in text.splitlines() if "|" in line] == [
        "time",
        "89 days",
        "90 days",
        "91 days",
    ]
    assert tip["example"]["file"] == "features/synkinesis.feature"


def test_every_outline_is_green_under_the_guards(folder):
    folder.write("conftest.py", CONFTEST)
    (folder.features / "tags.md").write_text((ROOT / "features" / "tags.md").read_text())
    written = 0
    for name, case in list(CASES.items())[::4]:
        tips = [tip for over in OVER for tip in tipping(case, over)["tips"]]
        rule = ["Feature: Saved", "", f"  Rule: {name}", "    Source: our own, for review.", ""]
        seen = set()
        for tip in tips:
            title = tip["example"]["text"].partition("Outline:")[2].partition("\n")[0]
            if title not in seen:
                rule += [tip["example"]["text"], ""]
                written += 3
            seen.add(title)
        if tips:
            folder.write(f"features/{name}.feature", "\n".join(rule))

    ran = folder.run("-p", "xdist.plugin")

    assert ran.code == 0, ran.said[-3000:]
    assert len(ran.passed) > 100
