"""A misspelt column of a table is refused with its line and the nearest right one."""

import pytest

from services.recommender.engine import PathwayError
from tests.services.recommender.engine.small_tables import TABLES, small_knowledge


def refused(file, written, misspelt):
    text = TABLES[file]
    assert written in text
    with pytest.raises(PathwayError) as caught:
        small_knowledge(**{name_of(file): text.replace(written, misspelt, 1)})
    return caught.value


def name_of(file):
    return "rows" if file == "rows/all.yaml" else file.removesuffix(".yaml")


@pytest.mark.parametrize(
    ("file", "written", "misspelt", "near"),
    [
        ("rows/all.yaml", "by: ", "bye: ", "Did you mean by?"),
        ("companions.yaml", "if_offered: ", "if_ofered: ", "Did you mean if_offered?"),
        ("pathways.yaml", "when: ", "wen: ", "Did you mean when?"),
        ("derived.yaml", "when: ", "wen: ", "Did you mean when?"),
        ("observations.yaml", "sum: ", "summ: ", "Did you mean sum?"),
        ("windows.yaml", "{is: 72 h", "{is: 72 h, mean: x", "Did you mean means?"),
        ("sources.yaml", "citation: ", "citaton: ", "Did you mean citation?"),
        ("headlines.yaml", "text: ", "txt: ", "Did you mean text?"),
    ],
)
def test_a_misspelt_column_is_refused_with_the_nearest_right_one(file, written, misspelt, near):
    error = refused(file, written, misspelt)
    assert error.file == file
    assert error.line is not None
    assert near in str(error)


def test_a_column_of_another_verb_is_refused():
    row = "{id: x, flag: f, strength: strong}"
    text = f"{TABLES['rows/all.yaml'].rstrip()}\n        - {row}\n"
    with pytest.raises(PathwayError, match="row x, strength"):
        small_knowledge(rows=text)


def test_what_is_yes_or_no_is_nothing_else():
    error = refused("interventions.yaml", "title: ", 'off_label: "noo", title: ')
    assert "found 'noo'. Write yes or no." in str(error)
