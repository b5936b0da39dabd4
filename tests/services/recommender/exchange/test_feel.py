"""Cells in FEEL."""

import math

import pytest

from services.recommender.engine.cells import read_cell
from services.recommender.engine.findings import Finding
from services.recommender.exchange.feel import holds, may_hold, text


def finding(*, words=(), cuts=(), derived=False):
    found = Finding(0, "it", "it", "It", words=words, cuts=cuts, derived=derived, unit="plain")
    found.close()
    return found


def cell(said, of):
    return read_cell(said, of, windows={})


GRADES = finding(words=("I", "II", "III"))
GATE = finding(words=("clear", "locked"), derived=True)
AGE = finding(cuts=(16.0, 60.0, math.nextafter(60.0, math.inf)))


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("I or III", '? in ("I", "III")'),
        ("not II", '? in ("I", "III")'),
        ("II or unknown", '? = null or ? in ("II")'),
        ("II or confirm", '? = null or ? in ("II")'),
        ("unknown", "? = null"),
        ("I to III", "-"),
    ],
)
def test_a_word_is_looked_for_and_a_blank_is_null(said, written):
    assert holds(cell(said, GRADES), GRADES) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("from 16", "(? != null and (? in [16..1000000000]))"),
        ("under 16", "(? != null and (? in [-1..16)))"),
        ("at most 60", "(? != null and (? in [-1..60]))"),
        ("over 60", "(? != null and (? in (60..1000000000]))"),
    ],
)
def test_a_number_on_the_edge_lies_where_the_words_put_it(said, written):
    assert holds(cell(said, AGE), AGE) == written


def test_a_derived_finding_is_all_that_it_may_be():
    locked = cell("locked", GATE)
    assert holds(locked, GATE) == 'every v in ? satisfies list contains(["locked"], v)'
    assert may_hold(locked, GATE) == 'some v in ? satisfies list contains(["locked"], v)'
    assert "count(?) > 1" in holds(cell("locked or unknown", GATE), GATE)


def test_what_a_blank_may_still_be_may_hold():
    assert may_hold(cell("II", GRADES), GRADES, of="grade") == 'grade = null or grade in ("II")'


def test_text_is_quoted():
    assert text('say "no" \\ yes') == '"say \\"no\\" \\\\ yes"'
