"""Mutants of the tables: made one change at a time, noticed or shown with a patient."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from benchmarks.mutants.__main__ import passes
from benchmarks.mutants.fine import fine_knowledge, windows_of
from benchmarks.mutants.making import KINDS, mutants
from benchmarks.mutants.patients import NoPatient, Search, example_of
from benchmarks.mutants.report import figures, gherkin, outcome, page
from benchmarks.mutants.telling import told
from benchmarks.mutants.trying import Fate
from benchmarks.mutants.watched import touches, watched_case
from services.recommender.cases import read_cases
from services.recommender.engine import decide
from services.recommender.pathway_files import load_knowledge
from services.recommender.proof.examiner import tells_apart
from services.recommender.translate import facts_from

fine, plain = cache(fine_knowledge), cache(load_knowledge)


@cache
def made():
    return {mutant.name: mutant for mutant in mutants(fine(), windows_of())}


@cache
def cases():
    return [one for one in read_cases() if one.file != "by_row.yaml"]


def noticed_by(mutant):
    changed = mutant.knowledge(fine())
    watched = (watched_case(one, fine()) for one in cases())
    return [one.name for one in watched if touches(mutant, one) and one.today(changed)]


def test_every_kind_of_slip_is_made_and_no_two_have_one_name():
    found = list(mutants(fine(), windows_of()))
    assert {mutant.kind for mutant in found} == set(KINDS)
    assert len({mutant.name for mutant in found}) == len(found)
    assert len(found) > 5_000


def test_finer_bands_change_no_plan():
    for one in cases()[::9]:
        facts = facts_from(one.assessment)
        here, there = decide(facts, fine(), one.as_of), decide(facts, plain(), one.as_of)
        assert here["content_hash"] == there["content_hash"] or told(here, one) == told(there, one)


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        (
            "steroid.bells: duration: at most steroid_window, to a step earlier",
            "edge.steroid_window",
        ),
        ("steroid.bells: duration: at most steroid_window, to a step later", "edge.steroid_window"),
        ("toxin.synkinesis: the row dropped", "A12.moderate_untreated"),
        ("toxin.synkinesis: synkinesis: moderate or severe without moderate", "A12"),
        ("bar.donor.masseter: exclude without masseteric_nerve_transfer", "A14"),
        ("stroke.gate: strength recommended", "A01"),
        ("window, row 4: duration: under reinnervation_limit, to a step later", ""),
    ],
)
def test_a_slip_is_noticed_by_the_case_that_is_there_for_it(name, noticed):
    found = noticed_by(made()[name])
    if noticed:
        assert any(noticed in one for one in found)


def test_a_mutant_leaves_the_tables_that_it_was_made_of_as_they_were():
    one = cases()[0]
    before = decide(facts_from(one.assessment), fine(), one.as_of)
    for mutant in list(made().values())[::700]:
        mutant.knowledge(fine())
    assert decide(facts_from(one.assessment), fine(), one.as_of) == before


def test_a_patient_is_found_who_tells_a_mutant_apart():
    mutant = made()["toxin.synkinesis: synkinesis: moderate or severe without moderate"]
    search, changed = Search(fine(), Random(1)), mutant.knowledge(fine())
    for _ in range(60):
        try:
            example = example_of(search.throw(mutant))
        except NoPatient:
            continue
        facts = facts_from(example.assessment)
        plans = [decide(facts, it, example.as_of, ahead=False) for it in (fine(), changed)]
        if told(plans[0], example) != told(plans[1], example):
            assert example.posted["synkinesis"] == "moderate"
            return
    pytest.fail("no patient was found")


@pytest.mark.parametrize(
    "name",
    [
        # The day of a test has no hour, so the hour of onset decides on which side it lies.
        "flag.enog_outside.early: enog_day: under 3 d, to a step earlier",
        "nerve.decompression.bells: enog_day: from 3 d or unknown, from a step earlier",
        # A week counted from a day of onset is over at a midnight.
        "steroid.late: duration: over steroid_window to under steroid_grey, to a step later",
    ],
)
def test_the_solver_shows_a_real_patient_where_the_hour_of_the_day_decides(name):
    changed = made()[name].knowledge(fine())
    found = tells_apart(fine(), changed)
    plans = [decide(found.facts, it, found.as_of, ahead=False) for it in (fine(), changed)]
    assert plans[0] != plans[1]


def test_a_later_deadline_beside_an_earlier_one_is_told_by_nobody():
    changed = made()[
        "enog.fracture.later: duration: from enog_from to under enog_to, from a step later"
    ]
    assert tells_apart(fine(), changed.knowledge(fine())) is None


def test_the_report_counts_and_shows_who_is_left_with_the_patient():
    fates = [
        Fate("row dropped", "one: the row dropped", "case", "A01.yaml: A01"),
        Fate("row dropped", "two: the row dropped", equivalent=True),
        Fate(
            "cell dropped",
            "three: cell dropped",
            patient={"house_brackmann": "V", "prior_treatments": [{"intervention": "nerve_graft"}]},
            parts={"nerve_graft": ["held in restore", "option in restore"]},
        ),
        Fate("cell dropped", "four: cell dropped"),
    ]
    assert [outcome(fate) for fate in fates] == ["case", "equal", "listed", "listed"]
    text = page(fates, "abc")
    assert "| **all** | 4 | 1 | 0 | 1 | 2 |" in text
    assert "2 of 4 are listed, 50.0 %" in text
    assert "| House-Brackmann grade | V |" in gherkin(fates[2])
    assert "Nerve graft: held in restore; the mutant: option in restore" in text
    assert "- `four: cell dropped`" in text
    told = figures(fates, "abc")
    assert (told["digest"], told["tried"], told["equal"]) == ("abc", 4, 1)
    assert [(one["kind"], one["name"]) for one in told["listed"]] == [
        ("cell dropped", "four: cell dropped"),
        ("cell dropped", "three: cell dropped"),
    ]
    assert [one["example"] for one in told["listed"]] == ["", gherkin(fates[2])]


@pytest.mark.parametrize(
    ("left", "passed"),
    [
        ([], True),
        ([{"house_brackmann": "V"}], True),
        ([None], False),
        ([{"house_brackmann": "V"}] * 2, False),
        ([{"house_brackmann": "V"}, None], False),
    ],
)
def test_a_run_passes_when_few_are_left_and_each_of_them_has_a_patient(left, passed):
    noticed = Fate("row dropped", "one: the row dropped", "case", "A01.yaml: A01")
    equal = Fate("row dropped", "two: the row dropped", equivalent=True)
    listed = [Fate("cell dropped", "three: cell dropped", patient=one) for one in left]
    assert passes([*[noticed] * 10, *[equal] * (10 - len(left)), *listed]) is passed
