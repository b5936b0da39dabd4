"""Cells meet values that are sets: one member known, several possible, or a blank."""

import pytest

from services.recommender.engine.cells import read_cell
from services.recommender.engine.findings import Finding

WORDS = Finding(0, "eye", "eye", "Eye", words=("good", "poor", "absent"))
WORDS.close()
HOURS = Finding(
    0, "duration", "duration", "Duration", unit="hours", cuts=(72.0, 72.00000000000001, 336.0)
)
HOURS.close()
BLANK = 0b111


def cell(text, finding=WORDS):
    return read_cell(text, finding, windows={"early": "72 h"})


def test_a_cell_holds_only_when_the_finding_is_known_to_meet_it():
    poor = cell("poor or absent")
    assert poor.fires(WORDS.bit("poor"))
    assert poor.fires(0b110)
    assert not poor.fires(BLANK)
    assert poor.may(BLANK)
    assert not poor.certain(BLANK)


def test_or_unknown_takes_a_blank_and_is_not_certain_of_it():
    fail_safe = cell("absent or unknown")
    assert fail_safe.fires(BLANK)
    assert not fail_safe.certain(BLANK)
    assert not fail_safe.fires(WORDS.bit("good"))


def test_or_unknown_does_not_take_a_value_that_is_known_to_differ_within_limits():
    assert not cell("absent or unknown").fires(0b011)


def test_or_confirm_asks_for_a_blank_and_for_nothing_else():
    confirm = cell("good or confirm")
    assert confirm.fires(BLANK)
    assert confirm.asks(BLANK)
    assert not confirm.asks(WORDS.bit("good"))
    assert not confirm.asks(WORDS.bit("poor"))


def test_bare_unknown_acts_on_the_blank_alone():
    blank = cell("unknown")
    assert blank.fires(BLANK)
    assert not blank.fires(0b011)
    assert not blank.certain(BLANK)


def test_not_is_the_other_known_words_and_leaves_a_blank_blank():
    other = cell("not good")
    assert other.wanted == 0b110
    assert not other.fires(BLANK)
    assert cell("not (good or poor)").wanted == 0b100


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("at most 72 h", 72.0, 73.0),
        ("at most early", 72.0, 73.0),
        ("under 14 d", 335.0, 336.0),
        ("from 14 d", 336.0, 335.0),
        ("over 72 h to under 14 d", 73.0, 72.0),
        ("from 3 d to under 14 d", 72.0, 71.0),
    ],
)
def test_ranges_in_words_say_which_ends_lie_inside(text, inside, outside):
    found = cell(text, HOURS)
    assert found.fires(HOURS.band(inside))
    assert not found.fires(HOURS.band(outside))


def test_an_unknown_word_is_answered_with_the_words_there_are():
    with pytest.raises(ValueError, match="'bad' is not a word of eye: good, poor, absent"):
        cell("bad")


def test_a_time_without_a_unit_is_refused():
    with pytest.raises(ValueError, match="needs a unit of time"):
        cell("at most 72", HOURS)


@pytest.mark.parametrize("text", ["not (none or mild) or unknwn", "not (none or mild", "not"])
def test_what_stands_after_a_negation_is_never_dropped(text):
    finding = Finding(0, "synkinesis", "synkinesis", "", words=("none", "mild", "severe"))
    finding.close()
    with pytest.raises(ValueError, match="not"):
        read_cell(text, finding, windows={})


def test_an_amount_in_a_unit_of_something_else_is_refused():
    gap = Finding(0, "gap", "gap", "Gap", unit="mm", cuts=(3.0,))
    with pytest.raises(ValueError, match="counts in d, and this in mm"):
        cell("from 3 d", gap)
