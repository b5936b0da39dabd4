"""Tables that cannot be used are refused with file, line, row, column, and what to write."""

import pytest

from services.recommender.engine import PathwayError
from tests.services.recommender.engine.small_tables import TABLES, small_knowledge


def refused(**changed):
    with pytest.raises(PathwayError) as caught:
        small_knowledge(**changed)
    return caught.value


def row(text):
    return f"{TABLES['rows/all.yaml'].rstrip()}\n        - {text}\n"


def test_the_small_tables_compile():
    knowledge = small_knowledge()
    assert knowledge.items == ("call", "drops", "watch", "toxin", "transfer")


def test_an_unknown_finding_is_answered_with_the_nearest_and_its_place():
    error = refused(rows=row("{id: x, when: {synkinesys: none}, flag: f}"))
    assert error.file == "rows/all.yaml"
    assert error.row == "x"
    assert error.column == "synkinesys"
    assert error.line is not None
    assert "Did you mean synkinesis?" in str(error)


def test_a_list_finding_is_only_read_through_a_group():
    error = refused(rows=row("{id: x, when: {neuro_deficits: arm}, flag: f}"))
    assert "name a group" in str(error)


def test_an_unknown_word_names_the_words_of_the_finding():
    error = refused(rows=row("{id: x, when: {synkinesis: medium}, flag: f}"))
    assert "none, mild, moderate, severe" in str(error)


def test_nobody_can_be_asked_for_a_derived_finding():
    error = refused(rows=row("{id: x, when: {eye_incomplete: yes or confirm}, flag: f}"))
    assert "derived finding" in str(error)


def test_an_unknown_intervention_is_answered_with_the_nearest():
    error = refused(rows=row("{id: x, offer: drop, stage: protect, strength: strong}"))
    assert "Did you mean drops?" in str(error)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("stage: protekt, strength: strong", "Did you mean protect?"),
        ("stage: protect, strength: firm", "strong, recommended, option, specialist_option"),
    ],
)
def test_a_word_of_a_row_that_does_not_exist_is_refused_with_those_that_do(key, says):
    error = refused(rows=row(f"{{id: x, offer: drops, {key}}}"))
    assert says in str(error)


def test_a_row_without_a_source_is_refused():
    error = refused(rows=row("{id: x, flag: f, sources: []}"))
    assert error.column == "sources"


def test_a_source_that_is_not_listed_is_refused():
    error = refused(rows=row("{id: x, flag: f, sources: [house1986]}"))
    assert "Did you mean house1985?" in str(error)


def test_an_id_stands_once():
    error = refused(rows=row("{id: call.sign, flag: f}"))
    assert "the same id as in rows/all.yaml" in str(error)


def test_a_row_does_one_thing():
    error = refused(rows=row("{id: x, flag: f, alert: a, urgency: soon}"))
    assert "exactly one of" in str(error)


def test_a_clock_that_does_not_exist_is_refused():
    error = refused(
        rows=row("{id: x, offer: drops, stage: protect, strength: strong, by: birth + 3 d}")
    )
    assert "Write one of receipt, onset, assessed, last_toxin, surgery." in str(error)


def test_a_derived_finding_cannot_rest_on_itself():
    tables = TABLES["derived.yaml"].replace("limb_sign: yes, cleared", "gate: yes, cleared")
    assert "gate → gate" in str(refused(derived=tables))


def test_a_derived_table_ends_with_an_else_row():
    tables = TABLES["derived.yaml"].replace("- {is: ok}", "- {when: {side: left}, is: ok}")
    assert "End with an else row" in str(refused(derived=tables))


def test_a_window_that_governs_nothing_is_refused():
    windows = TABLES["windows.yaml"] + "\nlate_medicine: {is: 7 d}"
    assert "a window that no row names" in str(refused(windows=windows))
