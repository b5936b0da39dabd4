"""Cut, folded and unfolded a text is itself again; what is shared is about no patient."""

from __future__ import annotations

import json
import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.whole_plan import assessments
from facialis.tables import knowledge
from services.recommender.propose import propose
from services.review.bodies import findings_body, plan_body
from services.review.common_words import common_words
from services.review.passages import cut, fold, is_shared, mark_of, numbers_in, passages_in, unfold

REASON = b'"row":"a.b","text":"A \\"reason\\"."'
PIECES = [
    REASON,
    b'"text":"It is so."',
    b'"intervention":"mri_brain","kind":"not_yet","because":[{"row":"r","text":"t"',
    b'"sources":["a","b"]}],"nearest":[{"finding":"side","to":["left"]}]',
    b'"finding":"side","text":"Which?","why":"Because."',
    b'"value":"yes","also":["no"],"adds":[]',
    b'"findings":{"side":"left"}',
    b'"text":"ends in a backslash \\\\"',
    b'"text":"never ends',
    b'{}[],":\\',
    b"\x01\x00\x00\x07",
    b"\x01",
    "Ödem".encode(),
    b'"text":"',
]
texts = st.one_of(
    st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)
)


@pytest.fixture(scope="module")
def proposed():
    """Assessments with their plans: three of every archetype."""
    tables, made = knowledge(), islice(assessments(5), 63)
    return [(dict(assessment), propose(assessment, tables)) for assessment in made]


@given(texts)
def test_the_pieces_of_any_text_are_the_text(text):
    assert b"".join(cut(text)) == text


@given(texts, st.randoms(use_true_random=False))
def test_a_text_is_itself_again_whichever_passages_were_shared(text, chance):
    pieces = cut(text)
    shared = [one for one in sorted(passages_in(pieces)) if chance.random() < 0.7]
    numbers = dict(zip(shared, chance.sample(range(0xFFFFFF), len(shared)), strict=True))
    folded = fold(pieces, {passage: mark_of(number) for passage, number in numbers.items()})
    assert numbers_in(folded) <= set(numbers.values())
    assert unfold(folded, {number: passage for passage, number in numbers.items()}) == text


def test_a_passage_that_is_not_there_is_no_silent_gap():
    folded = fold(cut(b"{%s}" % REASON), {REASON: mark_of(3)})
    with pytest.raises(KeyError):
        unfold(folded, {4: b"another"})


def test_what_is_shared_names_no_patient_no_day_and_no_finding_as_assessed(proposed):
    for assessment, plan in proposed:
        for passage in filter(is_shared, passages_in(cut(plan_body(plan).text))):
            for own in (assessment["patient_ref"], assessment["assessment_id"], plan["plan_id"]):
                assert own.encode() not in passage
            assert not re.search(rb"\d{4}-\d{2}-\d{2}", passage), passage
            # A caution that rests on no finding has an empty map in it; none has a value.
            assert b'"findings":{"' not in passage, passage


@pytest.mark.parametrize("day", ["2027-03-14", "14-Mar-2027", "2027-03-14T09:00:00Z"])
def test_a_sentence_with_a_day_in_it_stays_with_its_patient(day):
    (passage,) = passages_in(
        cut(json.dumps({"text": f"Until {day}."}).encode().replace(b": ", b":"))
    )
    assert not is_shared(passage)


def test_nothing_that_was_assessed_is_shared(proposed):
    for assessment, _ in proposed:
        text = findings_body(assessment).text
        assert cut(text) == [text]


def test_most_of_what_many_plans_say_is_shared(proposed):
    cuts = [cut(plan_body(plan).text) for _, plan in proposed]
    marks = {passage: mark_of(7) for pieces in cuts for passage in passages_in(pieces)}
    whole = sum(len(piece) for pieces in cuts for piece in pieces)
    assert sum(len(fold(pieces, marks)) for pieces in cuts) < 0.4 * whole


def test_the_common_words_fit_into_what_zlib_looks_back_on():
    assert b'"house_brackmann"' in common_words()
    assert len(common_words()) <= 32768
