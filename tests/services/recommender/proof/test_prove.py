"""The prover on a few tables: what is right is proved, and each fault is shown by its patient."""

import pytest

from schemas.yaml_table import table_from
from services.recommender.engine import decide
from services.recommender.proof.claims import NOTHING, Claims, prover_of
from services.recommender.proof.examiner import tells_apart
from services.recommender.proof.invariants import InvariantReader
from services.recommender.proof.oracle import breaks
from services.recommender.proof.prove import prove
from tests.services.recommender.engine.small_tables import TABLES, small_knowledge

pytest.importorskip("z3")

SAFE = """
precedence: [life, other]
invariants:
- {id: I-1, title: A limb sign is called in, rank: life,
   when: {neuro_deficits: arm or leg, cleared: no or unknown},
   then: {begins_with: call, urgency: emergency}}
- {id: I-2, title: An open eye has drops,
   when: {any: [{eye_closure: incomplete}, {eye_closure: unknown, house_brackmann: IV to VI}]},
   then: {has: drops}}
- {id: I-3, title: No toxin beside an allergy,
   when: {toxin_allergy: "yes"}, then: {has_none: [toxin]}}
- {id: I-4, title: The masseter is asked for, when: {has: transfer},
   then: {confirms: [{on: transfer, about: masseter}]}}
- {id: I-5, title: An allergy never adds toxin,
   between: {finding: toxin_allergy, from: no or unknown, to: "yes"}, then: {never_adds: toxin}}
"""


def claims(text=SAFE, *, redundant=(), idle=(), **changed):
    document = table_from(text, "invariants.yaml") if text else NOTHING
    rows, cells = dict.fromkeys(redundant, "for a test"), dict.fromkeys(idle, "for a test")
    tables = small_knowledge(**changed)
    return Claims(tables, document, rows, {}, (), ("house_brackmann",), cells)


def broken(found, **kwargs):
    return {one.id: one for one in prove(found, **kwargs) if not one.proved}


def with_rows(*, without=None, more=""):
    rows = TABLES["rows/all.yaml"]
    if without:
        head, _, tail = rows.partition(f"        - {{id: {without},")
        rows = head + "        - " + tail.partition("\n        - ")[2]
    return f"{rows.rstrip()}\n{more}"


def row(text):
    return f"        - {text}\n"


def test_tables_that_are_right_are_proved():
    assert set(broken(claims(), wanted=lambda name: name.startswith(("I-", "U1", "U2")))) == set()


def test_a_gate_that_waits_for_an_answer_is_shown_by_the_shortest_patient():
    derived = TABLES["derived.yaml"].replace("cleared: no or unknown", "cleared: no")
    found = broken(claims(derived=derived), wanted=lambda name: name == "I-1")
    (patient,) = found["I-1"].patients
    assert set(patient.findings) == {"house_brackmann", "duration", "neuro_deficits"}
    assert set(patient.findings["neuro_deficits"]) <= {"arm", "leg"}


def test_a_counter_example_breaks_the_invariant_in_the_engine_too():
    found = claims(rows=with_rows(without="toxin.allergy"))
    (patient,) = broken(found, wanted=lambda name: name == "I-3")["I-3"].patients
    prover = prover_of(found)
    (one,) = [
        i for i in InvariantReader(found.document, prover.space).invariants() if i.id == "I-3"
    ]
    assert breaks(patient, one, found.knowledge, prover.space)
    assert decide(patient.facts, found.knowledge, patient.as_of)["stages"]


def test_a_row_that_can_never_fire_is_named():
    dead = row("{id: dead, when: {gate: yes, limb_sign: no}, flag: never}")
    assert "can never fire" in broken(claims(None, rows=with_rows(more=dead)))["dead"].note


def test_a_row_that_changes_no_plan_is_named_unless_it_says_so():
    twin = row(
        "{id: twin, when: {house_brackmann: VI, eye_incomplete: yes}, offer: drops, "
        "stage: protect, strength: strong, by: receipt + 24 h}"
    )
    rows = with_rows(more=twin)
    assert "never changes a plan" in broken(claims(None, rows=rows))["twin"].note
    assert "twin" not in broken(claims(None, rows=rows, redundant=["twin"]))


def test_a_row_that_says_it_is_redundant_and_is_not_is_named():
    assert "eye.drops" in broken(claims(None, redundant=["eye.drops"]))


WIDE = row(
    "{id: wide, when: {house_brackmann: I to VI, synkinesis: severe}, flag: strange, "
    "text: {en: Strange.}}"
)


def test_a_cell_without_which_its_row_matches_alike_is_named_unless_it_says_so():
    found = claims(None, rows=with_rows(more=WIDE))
    assert "never makes a difference" in broken(found)["wide: house_brackmann"].note
    marked = claims(None, rows=with_rows(more=WIDE), idle=[("wide", "house_brackmann")])
    assert not {"wide: house_brackmann", "wide: synkinesis"} & broken(marked).keys()


def test_a_cell_that_says_it_is_redundant_and_is_not_or_is_not_there_is_named():
    marks = [("wide", "synkinesis"), ("wide", "age_years")]
    found = broken(claims(None, rows=with_rows(more=WIDE), idle=marks))
    assert "and is not" in found["wide: synkinesis"].note
    assert "no such cell" in found["wide: age_years"].note


def test_an_intervention_that_nobody_is_offered_is_named():
    found = broken(claims(None, rows=with_rows(without="toxin.offer")))
    assert found["toxin"].note == "for nobody"


def test_rows_that_disagree_in_what_no_join_settles_are_shown_together():
    other = row(
        "{id: drops.both, when: {house_brackmann: VI}, offer: drops, stage: protect, "
        "strength: strong, side: both}"
    )
    found = broken(claims(None, rows=with_rows(more=other)))
    (patient,) = found["eye.drops and drops.both"].patients
    assert patient.findings["house_brackmann"] == "VI"


def test_a_relation_that_fails_is_shown_by_two_patients():
    rows = with_rows(
        without="toxin.allergy",
        more=row(
            "{id: odd, when: {toxin_allergy: yes}, offer: toxin, stage: protect, strength: option}"
        ),
    )
    found = broken(claims(rows=rows), wanted=lambda name: name == "I-5")
    before, after = found["I-5"].patients
    assert (before.findings.get("toxin_allergy"), after.findings["toxin_allergy"]) != ("yes", "no")
    assert after.findings["toxin_allergy"] == "yes"


def soon_either_way():
    """Rows that call at once for either answer to `cleared`, and for its blank none."""
    return row(
        "{id: soon.yes, when: {cleared: yes}, offer: call, stage: emergency, strength: strong, "
        "by: receipt}"
    ) + row(
        "{id: soon.no, when: {cleared: no}, offer: call, stage: emergency, strength: strong, "
        "by: receipt}"
    )


def test_a_blank_that_would_be_milder_than_every_answer_is_named():
    found = broken(
        claims(None, rows=with_rows(more=soon_either_way())), wanted=lambda name: name == "U3"
    )
    assert "U3 cleared" in found


def test_a_blank_that_no_question_names_whole_is_excepted_and_yet_never_milder():
    text = 'precedence: [other]\ninvariants: []\nnot_asked: {cleared: "For a test."}\n'
    found = list(
        prove(
            claims(text, rows=with_rows(more=soon_either_way())), wanted=lambda name: name == "U3"
        )
    )
    said = [one.said for one in found if one.id == "U3 cleared"]
    assert said == ["BROKEN", "EXCEPTED"]


def test_an_invariant_gives_way_only_to_one_that_stands_higher():
    text = SAFE.replace("rank: life,", "rank: life, yields_to: [I-2],")
    with pytest.raises(Exception, match="does not stand above"):
        broken(claims(text))


def test_two_sets_of_tables_are_told_apart_by_a_patient_or_proved_the_same():
    moved = TABLES["rows/all.yaml"].replace("from 90 d}", "from 100 d}")
    options = {"limits": {}, "sided": (), "required": ("house_brackmann",)}
    assert tells_apart(small_knowledge(), small_knowledge(), **options) is None
    found = tells_apart(small_knowledge(), small_knowledge(rows=moved), **options)
    assert 90 <= found.findings["duration"]["value"] < 100
