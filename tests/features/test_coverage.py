"""Coverage of the clinic: what no example visits is listed, and a row tag is kept or a fault."""

from __future__ import annotations

from random import Random

import pytest

from features.coverage.clinic import BACKSTOPS, rows
from features.coverage.found import found_of
from features.coverage.goals import kind_of
from features.coverage.proposals import filling, proposal
from features.coverage.visits import visits_of
from features.guards.vocabulary import readers
from features.speech.telling import told
from features.steps.patient import MONDAY
from schemas.assessment import as_received, load_assessment
from services.recommender.engine import decide
from services.recommender.pathway_files import load_knowledge
from services.recommender.translate import facts_from

FEATURE = """\
Feature: Toxin
  @row-toxin.synkinesis
  Rule: Toxin comes with training
    Scenario: Moderate synkinesis
      Then nothing

  @row-steroid.bells
  Rule: A corticosteroid
    Scenario: The first day
      Then nothing
"""
SYNKINESIS = {
    "patient_ref": "P-1",
    "house_brackmann": "III",
    "synkinesis": "moderate",
    "duration": {"value": 14, "unit": "months"},
    "toxin_allergy": "no",
    "neuro_deficits": ["none"],
    "other_cranial_nerves": ["IX", "XII"],
    "age_years": 45,
    "prior_treatments": [
        {"intervention": "neuromuscular_retraining", "response": "none", "started": "2026-02-01"}
    ],
}


def plan_of(assessment):
    accepted = load_assessment(assessment, received_at=MONDAY)
    kept = as_received(accepted, assessment_id="a", client="c", received_at=MONDAY)
    return decide(facts_from(kept), load_knowledge(), MONDAY)


def visited(line: int, *found: str, passed: bool = True):
    return {
        "file": "toxin.feature",
        "line": line,
        "name": "n",
        "rows": list(found),
        "fates": ["nerve_graft offered"],
        "findings": ["synkinesis"],
        "invariants": ["INV-01"],
        "passed": passed,
    }


@pytest.fixture
def root(tmp_path):
    (tmp_path / "toxin.feature").write_text(FEATURE, encoding="utf-8")
    return tmp_path


def test_a_plan_visits_the_rows_that_decided_and_no_other():
    found = visits_of(SYNKINESIS, plan_of(SYNKINESIS))

    assert {"toxin.synkinesis", "pathway.tumour", "bar.tumour", "alert.tumour"} <= found.rows
    assert not found.rows & {"steroid.bells", "bar.toxin.allergy", "caution.eye.gold"}
    assert "botulinum_toxin_synkinesis offered" in found.fates
    assert {"toxin_allergy", "duration"} <= found.findings
    assert "C-12" not in found.invariants
    assert found.rows <= rows().keys()


def test_what_no_example_visits_is_listed(root):
    found = found_of([visited(4, "toxin.synkinesis"), visited(9, "steroid.bells")], root)

    assert len(found.rows) == len(rows()) - 2
    assert "toxin.synkinesis" not in found.rows
    assert "nerve_graft offered" not in found.fates
    assert "nerve_graft left out" in found.fates
    assert "synkinesis" not in found.findings
    assert "INV-01" not in found.invariants
    assert set(found.gaps) == {"rows", "fates", "findings", "invariants"}
    assert found.closing == f"; {len(rows()) - 2} rows have no example"
    assert not found.unkept


def test_a_row_tag_under_which_the_row_does_nothing_is_a_fault_with_its_line(root):
    found = found_of([visited(4, "steroid.bells"), visited(9, "steroid.bells")], root)
    [fault] = found.unkept

    assert str(fault).startswith("toxin.feature:2: No example under this tag makes the row")
    assert "@row-steroid.bells" in fault.mend


def test_an_example_that_differs_accuses_no_tag(root):
    found = found_of([visited(4, passed=False), visited(9, "steroid.bells")], root)

    assert not found.unkept


def test_an_assessment_is_told_in_sentences_that_the_steps_read():
    lines = [line.partition("\n")[0] for line in told(SYNKINESIS)]

    assert len(lines) == len(SYNKINESIS) - 1
    for line in lines:
        assert len(readers(line, "given")) == 1, line


def test_a_backstop_is_a_row_and_no_patient_is_found_for_it():
    assert rows().keys() >= BACKSTOPS.keys()
    for row in BACKSTOPS:
        assert proposal(row, chance=Random(1), tries=150) is None


def test_a_row_without_an_example_is_given_one():
    said = proposal("caution.steroid.diabetes", chance=Random(1))

    assert said is not None
    assert "diabetes" in said
    assert "carries a caution about Diabetes" in said


@pytest.mark.parametrize(
    ("kind", "name", "says"),
    [
        ("fates", "nerve_graft offered", "Then Nerve graft is offered"),
        ("fates", "nerve_graft left_out", "Then Nerve graft is not offered"),
        ("findings", "toxin_allergy", "toxin allergy"),
        ("invariants", "C-12", "the patient declines"),
    ],
)
def test_every_kind_of_gap_is_filled_by_an_example_that_the_steps_read(kind, name, says):
    said = filling(kind, name, chance=Random(1))

    assert said is not None
    assert says in said
    for line in said.splitlines()[1:]:
        word, _, step = line.strip().partition(" ")
        if word != "|":
            assert readers(step), line


def test_nothing_is_proposed_for_what_is_nothing():
    assert kind_of("nonsense") == ""
    assert filling("rows", "nonsense", chance=Random(1)) is None


def test_an_invariant_is_put_to_the_test_by_a_plan_to_which_it_applies():
    stroke = {**SYNKINESIS, "forehead_spared": "yes", "duration": {"value": 1, "unit": "days"}}

    assert "INV-01" in visits_of(stroke, plan_of(stroke)).invariants
    assert "INV-01" not in visits_of(SYNKINESIS, plan_of(SYNKINESIS)).invariants


def test_all_rows_that_no_patient_reaches_are_said_to_be_no_gap(root):
    every = [visited(4, *(rows().keys() - BACKSTOPS.keys()))]

    assert found_of(every, root).closing.endswith("have no example, since no patient reaches them")
