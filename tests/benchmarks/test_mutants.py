"""Mutants of the tables: made one change at a time, noticed or shown with a patient."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from random import Random

import pytest

from benchmarks.mutants.__main__ import passes
from benchmarks.mutants.differing import differing
from benchmarks.mutants.fine import fine_knowledge, windows_of
from benchmarks.mutants.making import KINDS, mutants
from benchmarks.mutants.patients import NoPatient, Search, example_of
from benchmarks.mutants.remembered import of_the_last_run, patient_of, when, written_down
from benchmarks.mutants.report import figures, gherkin, outcome, page
from benchmarks.mutants.telling import told
from benchmarks.mutants.trying import Fate, Trial
from benchmarks.mutants.unmoved import reasons, unmoved
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
    assert [one["patient"] for one in told["listed"]] == [None, fates[2].patient]


def trial(known):
    """The fine tables and their mutants, without all who might notice one."""
    found = Trial.__new__(Trial)
    found.base, found.mutants, found.examples, found.own = fine(), (), [], {}
    found.known = known
    return found


def looked_for(name, known):
    mutant = made()[name]
    return trial(known)._looked_for(mutant, mutant.knowledge(fine()))


AS_WRITTEN = {"house_brackmann": "V", "nerve_continuity": "transected", "duration": "300 days"}
AS_POSTED = written_down(
    {**AS_WRITTEN, "duration": {"value": 300, "unit": "days"}},
    datetime(2026, 11, 23, 9, tzinfo=UTC),
    datetime(2026, 11, 23, 9, tzinfo=UTC),
)


@pytest.mark.parametrize("patient", [AS_WRITTEN, AS_POSTED])
def test_the_patient_of_the_last_run_is_tried_first(patient):
    name = "nerve.graft.cut: proximal_stump: usable or confirm dropped"
    found = looked_for(name, {name: patient})
    assert found.patient == patient
    assert "conditional on proximal_stump" in found.parts["nerve_graft"][0]


def test_a_patient_who_tells_nothing_apart_any_more_is_passed_over():
    name = "nerve.graft.cut: proximal_stump: usable or confirm dropped"
    known = {"house_brackmann": "I", "duration": "3 days"}
    found = looked_for(name, {name: known})
    assert found.patient != known
    assert found.parts


def test_patients_are_left_for_the_next_run_and_read_back(tmp_path):
    fates = [
        Fate("cell dropped", "one: cell dropped", patient=AS_POSTED, parts={}),
        Fate("cell dropped", "two: cell dropped"),
    ]
    left = tmp_path / "mutants.json"
    assert of_the_last_run(left) == {}
    left.write_text(json.dumps(figures(fates, "abc")), encoding="utf-8")
    known = of_the_last_run(left)
    assert known == {"one: cell dropped": AS_POSTED}
    posted, facts, as_of = patient_of(known["one: cell dropped"])
    assert posted == facts.findings == {**AS_WRITTEN, "duration": {"value": 300, "unit": "days"}}
    assert as_of == facts.assessed_at == datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_an_odd_hour_is_said_and_the_usual_one_is_not():
    assert when(AS_POSTED) == ""
    assert when(AS_POSTED | {"at": "2026-11-23T01:00:00+00:00"}) == "at 23-Nov-2026 01:00 UTC"
    assert when({"at": "10 days later"}) == "10 days later"


@pytest.mark.parametrize(
    ("name", "part", "before", "after"),
    [
        (
            "stage.protect.follow_up: the row dropped",
            "responsible",
            "protect ent",
            "protect facial_nerve_surgeon",
        ),
        (
            "nerve.hypoglossal.flaccid: duration: from nerve_observation to under "
            "reinnervation_preferred, from a step later",
            "hypoglossal_nerve_transfer",
            "option in restore",
            "not_indicated",
        ),
    ],
)
def test_what_differs_is_told_in_the_words_of_a_case(name, part, before, after):
    found = looked_for(name, {})
    assert before in found.parts[part][0]
    assert after in found.parts[part][1]


def test_what_a_case_has_no_words_for_is_told_by_its_place_in_the_plan():
    one = {
        "stages": [{"stage": "protect", "items": [{"intervention": "brow_lift", "zone": "eye"}]}]
    }
    other = {
        "stages": [{"stage": "protect", "items": [{"intervention": "brow_lift", "zone": "brow"}]}],
        "headline": "Other.",
    }
    assert differing(one, other) == {
        "stages protect items brow_lift zone": ["eye", "brow"],
        "headline": ["nothing", "Other."],
    }


def test_plans_that_differ_in_their_reasons_alone_read_the_same():
    one, other = {"headline": "H", "because": [1]}, {"headline": "H", "because": [2]}
    assert differing(one, other) == {}
    fate = Fate("cell dropped", "three: cell dropped", patient=AS_POSTED, parts={})
    assert "# the plans read the same, and give other reasons" in gherkin(fate)


def test_rows_and_cells_that_change_no_plan_are_named_with_why_they_stay():
    fates = [
        Fate("row dropped", "brow.lift: the row dropped", equivalent=True),
        Fate("cell dropped", "lid, row 2: eye_closure: complete dropped", equivalent=True),
        Fate("cell dropped", "lid, row 3: lower_lid: normal dropped", equivalent=True),
        Fate("value removed", "lid, row 2: synkinesis without mild", equivalent=True),
        Fate("row dropped", "noticed: the row dropped", "case", "A01"),
    ]
    told = "".join(unmoved(fates, {"lid row 2: eye_closure": "It reads by itself."}))
    assert "- `brow.lift: the row`\n" in told
    assert "- `lid, row 2: eye_closure: complete` (redundant: It reads by itself.)\n" in told
    assert "- `lid, row 3: lower_lid: normal`\n" in told
    assert "mild" not in told
    assert "noticed" not in told
    assert not list(unmoved(fates[-1:], {}))


def test_why_a_cell_may_stay_is_read_from_its_row():
    found = reasons()
    assert found
    rows = {mutant.where.replace(", row ", " row ") for mutant in made().values()}
    assert {place.partition(": ")[0] for place in found} <= rows


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
