"""Two states of the tables: which rows differ, whose plan does, and because of which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from services.recommender.cases import read_cases
from services.recommender.comparing import Comparison
from services.recommender.pathway_files import read_files

FILES = cache(read_files)


@cache
def example(name):
    return next(one for one in read_cases() if one.name.startswith(name))


def changed(file, *, row, **cells):
    """The tables with one row otherwise; a row of None is left out."""
    documents = dict(FILES().documents)
    rows = [
        entry if entry["id"] != row else ({**entry, **cells} if cells else None)
        for entry in documents[file]["rows"]
    ]
    documents[file] = {**documents[file], "rows": [entry for entry in rows if entry]}
    return replace(FILES(), documents=documents)


def told(new, name, old=None):
    one = example(name)
    return Comparison(old or FILES(), new).plan(one.name, one.assessment, one.as_of)


def test_the_same_tables_change_nobody():
    comparison = Comparison(FILES(), FILES())
    assert comparison.units == ()
    one = example("A12.moderate_untreated")
    assert comparison.plan(one.name, one.assessment, one.as_of) is None


def test_a_row_that_offers_less_firmly_moves_the_offer_and_is_named():
    new = changed("rows/toxin.yaml", row="toxin.synkinesis", strength="option")
    found = told(new, "A12.moderate_untreated")
    assert found.moves == {"botulinum_toxin_synkinesis": "strength recommended → option"}
    assert found.because == ("toxin.synkinesis",)
    assert not found.together


def test_a_row_that_is_gone_takes_its_offer_away_and_one_that_is_new_brings_it():
    without = changed("rows/toxin.yaml", row="toxin.synkinesis")
    (unit,) = Comparison(FILES(), without).units
    assert (unit.name, unit.change) == ("toxin.synkinesis", "dropped")
    gone = told(without, "A12.moderate_untreated")
    assert "botulinum_toxin_synkinesis" in gone.removes
    back = told(FILES(), "A12.moderate_untreated", old=without)
    assert "botulinum_toxin_synkinesis" in back.adds
    assert gone.because == back.because == ("toxin.synkinesis",)


def test_a_window_is_named_though_no_row_changed():
    documents = dict(FILES().documents)
    window = {**documents["windows.yaml"]["toxin_earliest"], "is": "100 d"}
    documents["windows.yaml"] = {**documents["windows.yaml"], "toxin_earliest": window}
    found = told(replace(FILES(), documents=documents), "A12.early (20 days later)")
    assert "botulinum_toxin_synkinesis" in found.removes
    assert found.because == ("toxin_earliest",)


def test_a_patient_whom_the_change_does_not_concern_is_not_named():
    new = changed("rows/toxin.yaml", row="toxin.synkinesis")
    assert told(new, "A02.first_hours") is None


def test_a_row_that_does_nothing_here_is_not_named_beside_one_that_does():
    new = changed("rows/toxin.yaml", row="toxin.synkinesis", strength="option")
    documents = dict(new.documents)
    rows = [
        {**row, "strength": "option"} if row["id"] == "steroid.bells" else row
        for row in documents["rows/medicines.yaml"]["rows"]
    ]
    documents["rows/medicines.yaml"] = {**documents["rows/medicines.yaml"], "rows": rows}
    both = replace(new, documents=documents)
    assert len(Comparison(FILES(), both).units) == 2
    assert told(both, "A12.moderate_untreated").because == ("toxin.synkinesis",)


@pytest.mark.parametrize("part", ["text", "sources"])
def test_words_that_change_no_offer_are_told_as_rows_and_change_no_plan(part):
    row = next(
        row for row in FILES().documents["rows/toxin.yaml"]["rows"] if row["id"] == "toxin.spasm"
    )
    said = {"en": "Said otherwise."} if part == "text" else ["to_be_confirmed"]
    assert isinstance(row, Mapping)
    new = changed("rows/toxin.yaml", row="toxin.spasm", **{part: said})
    assert [unit.name for unit in Comparison(FILES(), new).units] == ["toxin.spasm"]
    assert told(new, "A17.first_visit") is None
