"""The file of the invariants says only what is proved, in words that there are."""

import pytest

from schemas.yaml_table import table_from
from services.recommender.engine import PathwayError
from services.recommender.proof.clause_parts import PARTS
from services.recommender.proof.invariants_file import (
    FILE,
    check_invariants,
    parts_of_a_plan,
    read_invariants,
)
from tests.services.recommender.engine.small_tables import small_knowledge

GOOD = """
precedence: [life, other]
groups: {treatment: [toxin, nerve]}
summaries:
  cycles: {sum: cycles, where: {intervention: [toxin], response: [none]}}
invariants:
- {id: I-1, title: A limb sign is called in, rank: life,
   when: {neuro_deficits: arm or leg, cycles: from 2}, then: {has: call, urgency: emergency}}
- {id: I-2, title: No toxin beside an allergy, yields_to: [I-1],
   unless: [{when: {side: left}, why: For a test.}],
   when: {any: [{toxin_allergy: "yes"}, {duration: under 3 d}]},
   then: {has_none: [treatment], due: {call: 24 h}, confirms: [{on: toxin, about: pregnancy}]}}
- {id: I-3, title: An allergy adds none,
   between: {finding: toxin_allergy, from: "no", to: "yes"}, then: {never_adds: toxin}}
- {id: I-4, title: Held elsewhere, lives: "test: somewhere"}
not_asked: {prior_treatments: There is no end of them.}
"""


def refused(text):
    with pytest.raises(PathwayError) as caught:
        check_invariants(table_from(text, FILE), small_knowledge())
    return caught.value


def test_what_is_right_is_read():
    check_invariants(table_from(GOOD, FILE), small_knowledge())


def test_every_part_of_a_plan_that_the_proof_reads_may_be_said_and_no_other():
    assert parts_of_a_plan(small_knowledge()) == set(PARTS)


@pytest.mark.parametrize(
    ("written", "misspelt", "says"),
    [
        ("precedence", "precedense", "Did you mean precedence?"),
        ("groups: ", "group: ", "Did you mean groups?"),
        ("[toxin, nerve]", "[toxin, nevre]", "Did you mean nerve?"),
        ("sum: cycles", "sum: cycels", "Did you mean cycles?"),
        ("[none]}}", "[nonee]}}", "Did you mean none?"),
        ("then: {has", "than: {has", "Did you mean then?"),
        ("has: call", "hass: call", "Did you mean has?"),
        ("has: call", "has: cal", "Did you mean call?"),
        ("neuro_deficits:", "neuro_defects:", "Did you mean neuro_deficits?"),
        ("arm or leg", "arm or legg", "did you mean leg?"),
        ("cycles: from 2", "cycles: form 2", "See the grammar"),
        ("under 3 d", "under 3 dd", "needs a unit of time"),
        ("emergency", "emergancy", "Did you mean emergency?"),
        ("rank: life", "rank: lief", "Did you mean life?"),
        ("yields_to: [I-1]", "yields_to: [I-11]", "Did you mean I-1?"),
        ("why: ", "whyy: ", "Did you mean why?"),
        ("has_none: [treatment]", "has_none: [treatmnet]", "Did you mean treatment?"),
        ("due: {call", "due: {cal", "Did you mean call?"),
        ("24 h", "24 hh", "needs a unit of time"),
        ("about: pregnancy", "about: pregnency", "Did you mean pregnancy?"),
        ("finding: toxin_allergy", "finding: toxin_alergy", "Did you mean toxin_allergy?"),
        ('from: "no"', 'from: "noo"', "did you mean no?"),
        ("never_adds", "never_add", "Did you mean never_adds?"),
        ("lives: ", "livs: ", "Did you mean lives?"),
        (', lives: "test: somewhere"', "", "exactly one of then, lives"),
        ("{prior_treatments", "{prior_treatment", "Did you mean prior_treatments?"),
        ("id: I-2", "id: I-1", "twice"),
    ],
)
def test_a_slip_is_refused_with_its_line_and_the_right_word(written, misspelt, says):
    assert written in GOOD
    error = refused(GOOD.replace(written, misspelt, 1))
    assert error.file == FILE
    assert error.line is not None
    assert says in str(error)


def test_a_file_that_is_no_table_is_refused(tmp_path):
    (tmp_path / FILE).write_text("precedence: [a]\nprecedence: [b]\n")
    with pytest.raises(PathwayError, match="given twice") as caught:
        read_invariants(small_knowledge(), tmp_path)
    assert caught.value.line == 2
